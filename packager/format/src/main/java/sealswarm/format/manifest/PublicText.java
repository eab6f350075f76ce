package sealswarm.format.manifest;

import sealswarm.format.problem.FormatException;

/** Text that pages and terminals will show: bounded, without control characters that could change how they show it. */
final class PublicText {
    private PublicText() {}

    static String check(String what, String text, int maxChars) {
        if (text.isBlank() || text.length() > maxChars) {
            throw FormatException.malformed(what + " must have 1 to " + maxChars + " characters");
        }
        text.codePoints().forEach(c -> {
            int type = Character.getType(c);
            boolean directional = (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
            if ((type == Character.CONTROL && c != '\n') || directional || c == 0xFEFF) {
                throw FormatException.malformed(what + " holds a control character");
            }
        });
        return text;
    }
}
