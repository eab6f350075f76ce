package sealswarm.license.wire;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.regex.Pattern;

/** Times as documents hold them: {@code YYYY-MM-DDTHH:MM:SSZ}, whole seconds of UTC, years 1970 to 9999. */
public final class WireTime {
    /** The last second a document can name. */
    public static final Instant MAX = Instant.parse("9999-12-31T23:59:59Z");

    private static final Pattern FORM = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z");

    private WireTime() {}

    /**
     * The time of {@code text}.
     *
     * @throws IllegalArgumentException if it has another form, names no real time or a year before 1970
     */
    public static Instant parse(String text) {
        if (!FORM.matcher(text).matches()) {
            throw new IllegalArgumentException("not a time YYYY-MM-DDTHH:MM:SSZ");
        }
        try {
            return check(Instant.parse(text));
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("not a time that exists", e);
        }
    }

    /** The text of {@code time}, its fraction of a second dropped. */
    public static String format(Instant time) {
        return check(seconds(time)).toString();
    }

    /** {@code time} without its fraction of a second, as every document keeps it. */
    public static Instant seconds(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS);
    }

    private static Instant check(Instant time) {
        if (time.isBefore(Instant.EPOCH) || time.isAfter(MAX)) {
            throw new IllegalArgumentException("a year outside 1970..9999");
        }
        return time;
    }
}
