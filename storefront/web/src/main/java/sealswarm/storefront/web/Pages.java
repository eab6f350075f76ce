package sealswarm.storefront.web;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import io.vertx.core.Future;
import io.vertx.core.http.Cookie;
import io.vertx.ext.web.LanguageHeader;
import io.vertx.ext.web.RoutingContext;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Renders the compiled templates. Each template takes {@code page}, the frame, and its own view. Thread-safe; rendering
 * takes well under a millisecond and stays on the event loop.
 */
public final class Pages {
    /** Name of the cookie that keeps the colour scheme. */
    static final String THEME_COOKIE = "__Host-sealswarm-theme";

    private final TemplateEngine engine = TemplateEngine.createPrecompiled(
            null, ContentType.Html, Pages.class.getClassLoader(), "sealswarm.storefront.pages");

    /** Answers 200 with a page. */
    public Future<Void> show(RoutingContext context, String template, String titleKey, Map<String, Object> views) {
        return show(context, template, frame(context, say(context).say(titleKey), 0), views);
    }

    /** Answers 200 with a page whose title is already in words. */
    public Future<Void> showTitled(RoutingContext context, String template, String title, Map<String, Object> views) {
        return show(context, template, frame(context, title, 0), views);
    }

    /** Answers 200 with a page that asks for itself again after some seconds. */
    public Future<Void> showWaiting(
            RoutingContext context, String template, String titleKey, int seconds, Map<String, Object> views) {
        return show(context, template, frame(context, say(context).say(titleKey), seconds), views);
    }

    /** The words in the language the visitor asks for. */
    public static Messages say(RoutingContext context) {
        for (LanguageHeader wanted : context.acceptableLanguages()) {
            Locale locale = Locale.forLanguageTag(wanted.value());
            if (locale.getLanguage().equals("en")) {
                return Messages.of(locale);
            }
        }
        return Messages.of(Locale.ENGLISH);
    }

    /** Sends the visitor on after a form (303), with a notice for the next page. */
    public static Future<Void> sendOn(RoutingContext context, String path) {
        return context.response().setStatusCode(303).putHeader("Location", path).end();
    }

    Page frame(RoutingContext context, String title, int reloadSeconds) {
        Visit visit = Visit.of(context);
        Messages messages = say(context);
        Cookie theme = context.request().getCookie(THEME_COOKIE);
        return new Page(
                messages,
                title,
                context.request().path(),
                theme == null ? Theme.SYSTEM : Theme.of(theme.getValue()),
                visit.viewer().orElse(null),
                visit.formToken(),
                visit.requestId(),
                notice(context, messages),
                reloadSeconds);
    }

    Future<Void> show(RoutingContext context, String template, Page page, Map<String, Object> views) {
        Map<String, Object> model = new HashMap<>(views);
        model.put("page", page);
        StringOutput out = new StringOutput();
        engine.render(template, model, out);
        return context.response()
                .putHeader("Content-Type", "text/html; charset=utf-8")
                .putHeader("Vary", "Cookie, Accept-Language")
                .end(out.toString());
    }

    private static @Nullable String notice(RoutingContext context, Messages messages) {
        String code = context.request().getParam("done");
        return Notice.ofCode(code == null ? "" : code)
                .map(notice -> messages.say("notice." + notice.code()))
                .orElse(null);
    }
}
