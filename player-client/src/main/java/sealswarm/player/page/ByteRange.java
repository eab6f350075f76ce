package sealswarm.player.page;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a {@code Range} header asks of a file (RFC 9110, section 14): one range of bytes.
 *
 * @param from first byte
 * @param end byte after the last
 */
record ByteRange(long from, long end) {
    private static final Pattern ONE = Pattern.compile("bytes=([0-9]{0,19})-([0-9]{0,19})");

    /** What the header means. */
    sealed interface Asked {
        /** No range: the whole. */
        record Whole() implements Asked {}

        /** One range that can be served. */
        record Part(ByteRange range) implements Asked {}

        /** Several ranges, a reversed one, or one past the end: 416. */
        record Unsatisfiable() implements Asked {}
    }

    long length() {
        return end - from;
    }

    /** Reads the header for a file of {@code size} bytes (at least 1). A unit other than bytes is ignored. */
    static Asked read(@Nullable String header, long size) {
        if (header == null || !header.startsWith("bytes=")) {
            return new Asked.Whole();
        }
        Matcher matcher = ONE.matcher(header.strip());
        if (!matcher.matches()) {
            return new Asked.Unsatisfiable();
        }
        String first = matcher.group(1);
        String last = matcher.group(2);
        Optional<ByteRange> range = first.isEmpty() ? suffix(number(last), size) : plain(number(first), last, size);
        return range.<Asked>map(Asked.Part::new).orElseGet(Asked.Unsatisfiable::new);
    }

    private static Optional<ByteRange> suffix(long count, long size) {
        return count < 1 ? Optional.empty() : Optional.of(new ByteRange(Math.max(0, size - count), size));
    }

    private static Optional<ByteRange> plain(long from, String last, long size) {
        long end = last.isEmpty() ? size : Math.min(size, number(last) + 1);
        return from < 0 || from >= size || end <= from ? Optional.empty() : Optional.of(new ByteRange(from, end));
    }

    /** The number, -1 for none, and the largest there is for more digits than a long has. */
    private static long number(String digits) {
        if (digits.isEmpty()) {
            return -1;
        }
        try {
            return Math.min(Long.parseLong(digits), Long.MAX_VALUE - 1);
        } catch (NumberFormatException e) {
            return Long.MAX_VALUE - 1;
        }
    }
}
