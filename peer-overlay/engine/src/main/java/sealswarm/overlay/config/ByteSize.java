package sealswarm.overlay.config;

import com.fasterxml.jackson.annotation.JsonCreator;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An amount of bytes as it is typed: digits, with K, M, G or T for binary multiples and a B if one likes.
 *
 * @param bytes the amount, 0 to 2^60
 */
public record ByteSize(long bytes) {
    private static final Pattern FORM = Pattern.compile("([0-9]{1,12})([KMGT]?)B?");
    private static final long MAX_BYTES = 1L << 60;
    private static final int STEP_BITS = 10;

    public ByteSize {
        if (bytes < 0 || bytes > MAX_BYTES) {
            throw new IllegalArgumentException("an amount of bytes is 0 to 2^60");
        }
    }

    /** As a settings file may say it: a plain number. */
    @JsonCreator
    public static ByteSize of(long bytes) {
        return new ByteSize(bytes);
    }

    /**
     * The amount in {@code text}.
     *
     * @throws IllegalArgumentException if it is none
     */
    @JsonCreator
    public static ByteSize parse(String text) {
        Matcher matcher = FORM.matcher(text.strip().toUpperCase(Locale.ROOT));
        if (!matcher.matches()) {
            throw new IllegalArgumentException("'" + text + "' is no amount of bytes such as 500K, 2M or 50GB");
        }
        long number = Long.parseLong(matcher.group(1));
        int bits = STEP_BITS * " KMGT".indexOf(matcher.group(2).isEmpty() ? " " : matcher.group(2));
        if (number > MAX_BYTES >> bits) {
            throw new IllegalArgumentException("'" + text + "' is more than any disk has");
        }
        return new ByteSize(number << bits);
    }
}
