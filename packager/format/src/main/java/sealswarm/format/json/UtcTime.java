package sealswarm.format.json;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.regex.Pattern;
import sealswarm.format.problem.FormatException;

/** Times as documents write them: {@code YYYY-MM-DDTHH:MM:SSZ}, years 1970 to 9999. */
public final class UtcTime {
    private static final Pattern FORM = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z");
    private static final Instant END = Instant.parse("9999-12-31T23:59:59Z");

    private UtcTime() {}

    /**
     * The instant of {@code text}.
     *
     * @throws FormatException on another form, a leap second or a year outside 1970..9999
     */
    public static Instant parse(String text) {
        if (!FORM.matcher(text).matches()) {
            throw FormatException.malformed("not a time YYYY-MM-DDTHH:MM:SSZ");
        }
        Instant time;
        try {
            time = Instant.parse(text);
        } catch (DateTimeException e) {
            throw FormatException.malformed("no such time");
        }
        if (!format(time).equals(text)) {
            throw FormatException.malformed("no such time");
        }
        return time;
    }

    /** The text of {@code time}, cut to whole seconds. */
    public static String format(Instant time) {
        if (time.isBefore(Instant.EPOCH) || time.isAfter(END)) {
            throw FormatException.malformed("a time outside the years 1970 to 9999");
        }
        return time.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
