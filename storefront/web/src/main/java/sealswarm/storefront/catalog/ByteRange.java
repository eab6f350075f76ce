package sealswarm.storefront.catalog;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One satisfiable byte range (RFC 9110, section 14).
 *
 * @param first first byte
 * @param last last byte, not before the first
 */
record ByteRange(long first, long last) {
    private static final Pattern FORM = Pattern.compile("bytes=([0-9]{0,15})-([0-9]{0,15})");

    /** Whether a header asks for something we answer with a part: one range of the right form. */
    static boolean isOne(String header) {
        Matcher match = FORM.matcher(header);
        return match.matches() && !(match.group(1).isEmpty() && match.group(2).isEmpty());
    }

    /** The range of a header within a length; empty if it lies outside or is reversed. */
    static Optional<ByteRange> of(String header, long length) {
        Matcher match = FORM.matcher(header);
        if (!match.matches() || !isOne(header)) {
            return Optional.empty();
        }
        long first;
        long last = length - 1;
        if (match.group(1).isEmpty()) {
            first = Math.max(0, length - Long.parseLong(match.group(2)));
        } else {
            first = Long.parseLong(match.group(1));
            if (!match.group(2).isEmpty()) {
                last = Math.min(last, Long.parseLong(match.group(2)));
            }
        }
        return first > last ? Optional.empty() : Optional.of(new ByteRange(first, last));
    }

    /** How many bytes. */
    long length() {
        return last - first + 1;
    }
}
