package sealswarm.storefront.web;

import java.math.BigDecimal;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.text.NumberFormat;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import sealswarm.license.money.Money;

/** Values in words and numbers of the visitor's language, for templates. Never used in exports. */
public final class Words {
    private static final long KIBI = 1024;
    private static final String[] UNITS = {"B", "KiB", "MiB", "GiB", "TiB"};

    private Words() {}

    /** An amount with its currency, decimals as the currency has them: {@code €9.99}, {@code ¥1,000}. */
    public static String price(Page page, Money money) {
        NumberFormat format = NumberFormat.getCurrencyInstance(locale(page));
        Currency currency = Currency.getInstance(money.currency());
        BigDecimal amount = new BigDecimal(money.decimalText());
        format.setCurrency(currency);
        format.setMinimumFractionDigits(amount.scale());
        format.setMaximumFractionDigits(amount.scale());
        return format.format(amount);
    }

    /** A running time in hours and minutes, or in seconds below a minute. */
    public static String runtime(Page page, Duration time) {
        if (time.toSeconds() < 60) {
            return page.say("time.seconds", time.toSeconds());
        }
        long minutes = Math.round(time.toSeconds() / 60.0);
        return minutes < 60 ? page.say("time.minutes", minutes) : page.say("time.hours", minutes / 60, minutes % 60);
    }

    /** A running time as a clock shows it: {@code 3:07}. */
    public static String clock(long millis) {
        Duration time = Duration.ofMillis(millis);
        return time.toHours() > 0
                ? String.format(Locale.ROOT, "%d:%02d:%02d", time.toHours(), time.toMinutesPart(), time.toSecondsPart())
                : String.format(Locale.ROOT, "%d:%02d", time.toMinutes(), time.toSecondsPart());
    }

    /** A size in binary units. */
    public static String size(Page page, long sizeBytes) {
        double value = sizeBytes;
        int unit = 0;
        while (value >= KIBI && unit < UNITS.length - 1) {
            value /= KIBI;
            unit++;
        }
        NumberFormat format = NumberFormat.getNumberInstance(locale(page));
        format.setMaximumFractionDigits(unit == 0 ? 0 : 1);
        return format.format(value) + " " + UNITS[unit];
    }

    /** A language by its name. */
    public static String language(Page page, String tag) {
        return Locale.forLanguageTag(tag).getDisplayName(locale(page));
    }

    /** Languages by their names. */
    public static String languages(Page page, List<String> tags) {
        return tags.stream().map(tag -> language(page, tag)).collect(Collectors.joining(", "));
    }

    /** A country by its name. */
    public static String country(Page page, String code) {
        return new Locale.Builder().setRegion(code).build().getDisplayCountry(locale(page));
    }

    /** Countries by their names. */
    public static String countries(Page page, List<String> codes) {
        return codes.stream().map(code -> country(page, code)).collect(Collectors.joining(", "));
    }

    /** A day as date fields want it; empty for none. */
    public static String isoDay(@Nullable Instant at) {
        return at == null ? "" : LocalDate.ofInstant(at, ZoneOffset.UTC).toString();
    }

    /** A key's id in groups of four, as people compare it aloud. */
    public static String fingerprint(String hex) {
        return hex.replaceAll("(.{4})(?=.)", "$1 ");
    }

    /** A path with query parameters, those without a value left out. */
    public static String address(String path, String... namesAndValues) {
        StringBuilder address = new StringBuilder(path);
        char mark = '?';
        for (int i = 0; i < namesAndValues.length; i += 2) {
            if (!namesAndValues[i + 1].isEmpty()) {
                address.append(mark)
                        .append(namesAndValues[i])
                        .append('=')
                        .append(URLEncoder.encode(namesAndValues[i + 1], StandardCharsets.UTF_8));
                mark = '&';
            }
        }
        return address.toString();
    }

    private static Locale locale(Page page) {
        return page.messages().locale();
    }
}
