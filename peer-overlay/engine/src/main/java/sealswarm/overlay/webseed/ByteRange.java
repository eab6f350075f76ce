package sealswarm.overlay.webseed;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a {@code Range} header asks of a file (RFC 9110 section 14): one range or none. Pure. */
sealed interface ByteRange {
    /** The whole file: no header, or one in a unit we do not know. */
    record Whole() implements ByteRange {}

    /**
     * Part of the file.
     *
     * @param first offset of the first byte
     * @param last offset of the last byte, within the file
     */
    record Part(long first, long last) implements ByteRange {
        long length() {
            return last - first + 1;
        }
    }

    /** Several ranges, a reversed or malformed one, or one behind the end: answered 416. */
    record Unsatisfiable() implements ByteRange {}

    /** {@code bytes=a-b}, {@code bytes=a-} or {@code bytes=-n}; numbers up to 18 digits. */
    Pattern SINGLE = Pattern.compile("bytes=(\\d{0,18})-(\\d{0,18})", Pattern.CASE_INSENSITIVE);

    /** Reads the header for a file of {@code sizeBytes} >= 1. */
    static ByteRange parse(@Nullable String header, long sizeBytes) {
        if (header == null || !header.regionMatches(true, 0, "bytes=", 0, "bytes=".length())) {
            return new Whole();
        }
        Matcher matcher = SINGLE.matcher(header.strip());
        if (!matcher.matches()) {
            return new Unsatisfiable();
        }
        String from = matcher.group(1);
        String to = matcher.group(2);
        if (from.isEmpty()) {
            long suffix = to.isEmpty() ? 0 : Long.parseLong(to);
            return suffix == 0 ? new Unsatisfiable() : new Part(Math.max(0, sizeBytes - suffix), sizeBytes - 1);
        }
        long first = Long.parseLong(from);
        long last = to.isEmpty() ? sizeBytes - 1 : Math.min(Long.parseLong(to), sizeBytes - 1);
        return first > last ? new Unsatisfiable() : new Part(first, last);
    }
}
