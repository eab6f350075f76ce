package sealswarm.storefront.web;

import io.vertx.core.Handler;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.HttpException;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sealswarm.license.problem.ProblemType;

/**
 * The one end of every failed request: a page for people, an RFC 9457 problem for {@code /api}. It names the request
 * id and never a stack, a driver's words or a token. Faults of ours are logged, refusals are not.
 */
final class ErrorPages implements Handler<RoutingContext> {
    private static final Logger LOG = LoggerFactory.getLogger(ErrorPages.class);
    private final Pages pages;

    ErrorPages(Pages pages) {
        this.pages = pages;
    }

    @Override
    public void handle(RoutingContext context) {
        if (context.response().headWritten()) {
            context.response().reset();
            return;
        }
        PageRefusal refusal = refusal(context);
        int status = refusal.type().status();
        if (status >= 500) {
            LOG.atError()
                    .addKeyValue("requestId", Visit.of(context).requestId())
                    .addKeyValue("method", context.request().method())
                    .addKeyValue("route", context.request().path())
                    .setCause(context.failure())
                    .log("request failed");
        }
        context.response().setStatusCode(status);
        if (status == 503) {
            context.response().putHeader("Retry-After", "5");
        }
        if (context.request().path().startsWith("/api/")) {
            problem(context, refusal);
        } else {
            page(context, refusal);
        }
    }

    private void page(RoutingContext context, PageRefusal refusal) {
        Messages messages = Pages.say(context);
        String code = refusal.type().code();
        String title =
                messages.sayOr("problem." + code + ".title", refusal.type().title(), refusal.arguments());
        String text = messages.sayOr("problem." + code + ".text", "", refusal.arguments());
        pages.show(
                context,
                "error.jte",
                pages.frame(context, title, 0),
                Map.of("status", refusal.type().status(), "text", text));
    }

    private static void problem(RoutingContext context, PageRefusal refusal) {
        String code = refusal.type().code();
        JsonObject body = new JsonObject()
                .put("type", refusal.type().uri())
                .put("title", refusal.type().title())
                .put("status", refusal.type().status())
                .put("detail", Pages.say(context).sayOr("problem." + code + ".text", "", refusal.arguments()))
                .put("requestId", Visit.of(context).requestId());
        refusal.extension().forEach(body::put);
        context.response().putHeader("Content-Type", "application/problem+json").end(body.toBuffer());
    }

    private static PageRefusal refusal(RoutingContext context) {
        Throwable failure = context.failure();
        if (failure instanceof PageRefusal refusal) {
            return refusal;
        }
        int status = failure instanceof HttpException http ? http.getStatusCode() : context.statusCode();
        return switch (status) {
            case 400 -> PageRefusal.malformed("request");
            case 404 -> PageRefusal.notFound();
            case 405 -> new PageRefusal(ProblemType.METHOD_NOT_ALLOWED);
            case 413, 414 -> new PageRefusal(ProblemType.TOO_LARGE);
            case 415 -> new PageRefusal(ProblemType.UNSUPPORTED_MEDIA_TYPE);
            default -> new PageRefusal(ProblemType.INTERNAL);
        };
    }
}
