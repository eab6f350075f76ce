package sealswarm.overlay.cli;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * A limit in bytes per second as it is typed: digits, with {@code K} or {@code M} for binary multiples.
 *
 * @param bytesPerSecond the limit, 0 for none
 */
record ByteRate(long bytesPerSecond) {
    private static final Pattern FORM = Pattern.compile("([0-9]{1,12})([KM]?)");

    static ByteRate parse(String text) {
        Matcher matcher = FORM.matcher(text.toUpperCase(Locale.ROOT));
        if (!matcher.matches()) {
            throw new TypeConversionException("'" + text + "' is no rate in bytes per second such as 500K or 2M");
        }
        long number = Long.parseLong(matcher.group(1));
        return new ByteRate(
                switch (matcher.group(2)) {
                    case "K" -> number << 10;
                    case "M" -> number << 20;
                    default -> number;
                });
    }

    /** Picocli's way to {@link #parse}. */
    static final class Converter implements ITypeConverter<ByteRate> {
        @Override
        public ByteRate convert(String value) {
            return parse(value);
        }
    }
}
