package sealswarm.license.message;

import java.util.regex.Pattern;

/** The forms of text members. */
final class Texts {
    static final int MAX_ID = 64;

    private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._~-]{0,63}");
    private static final Pattern PERIOD = Pattern.compile("[0-9]{4}-(0[1-9]|1[0-2])");

    private Texts() {}

    static String id(String member, String text) {
        if (!ID.matcher(text).matches()) {
            throw new IllegalArgumentException(member + " must be 1 to " + MAX_ID + " of A-Z a-z 0-9 . _ ~ -");
        }
        return text;
    }

    static String period(String text) {
        if (!PERIOD.matcher(text).matches()) {
            throw new IllegalArgumentException("a period is YYYY-MM");
        }
        return text;
    }

    static String line(String member, String text, int max) {
        if (text.isBlank() || text.length() > max || text.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException(member + " must be 1 to " + max + " printable characters");
        }
        return text;
    }

    static long range(String member, long value, long min, long max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(member + " must be " + min + " to " + max);
        }
        return value;
    }

    static String constant(Enum<?> constant) {
        return constant.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }
}
