package sealswarm.storefront.web;

import java.text.MessageFormat;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.Locale;
import java.util.ResourceBundle;

/**
 * The words of the pages in one language. Texts are {@link MessageFormat} patterns; a key that is missing fails
 * loudly, because a page without its words is a fault. Immutable.
 */
public final class Messages {
    /** The class-path name of the bundles. */
    public static final String BUNDLE = "sealswarm.storefront.messages.messages";

    private final Locale locale;
    private final ResourceBundle bundle;

    private Messages(Locale locale) {
        this.locale = locale;
        this.bundle = ResourceBundle.getBundle(
                BUNDLE, locale, ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES));
    }

    /** The words for a locale; languages without a bundle get English. */
    public static Messages of(Locale locale) {
        return new Messages(locale);
    }

    /** The locale of numbers and dates. */
    public Locale locale() {
        return locale;
    }

    /** The language tag for the page's {@code lang}. */
    public String languageTag() {
        return bundle.getLocale().equals(Locale.ROOT)
                ? "en"
                : bundle.getLocale().toLanguageTag();
    }

    /** The text of a key with its arguments filled in. */
    public String say(String key, Object... arguments) {
        return new MessageFormat(bundle.getString(key), locale).format(arguments);
    }

    /** The text of a key, or the given one if the bundle has no such key. */
    public String sayOr(String key, String otherwise, Object... arguments) {
        return bundle.containsKey(key) ? say(key, arguments) : otherwise;
    }

    /** A moment as text, zone named: all times of the shop are UTC. */
    public String moment(Instant at) {
        return DateTimeFormatter.ofLocalizedDateTime(FormatStyle.MEDIUM, FormatStyle.SHORT)
                        .withLocale(locale)
                        .format(at.atZone(ZoneOffset.UTC))
                + " UTC";
    }

    /** A day as text, in UTC. */
    public String day(Instant at) {
        return DateTimeFormatter.ofLocalizedDate(FormatStyle.MEDIUM)
                .withLocale(locale)
                .format(at.atZone(ZoneOffset.UTC));
    }
}
