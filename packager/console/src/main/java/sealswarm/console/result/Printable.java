package sealswarm.console.result;

/** Makes text of unknown origin safe to show on a terminal or in a log. Pure. */
public final class Printable {
    private static final String HEX = "0123456789abcdef";

    private Printable() {}

    /** One line: control characters, line breaks and direction overrides become visible escapes. */
    public static String line(String text) {
        return escape(text, KeepBreaks.NO);
    }

    /** Several lines: as {@link #line}, but line feeds and tabs stay. */
    public static String lines(String text) {
        return escape(text, KeepBreaks.YES);
    }

    private enum KeepBreaks {
        YES,
        NO
    }

    private static String escape(String text, KeepBreaks breaks) {
        StringBuilder shown = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean kept = breaks == KeepBreaks.YES && (c == '\n' || c == '\t');
            if (kept || !isDangerous(c)) {
                shown.append(c);
            } else {
                shown.append("\\u");
                for (int shift = 12; shift >= 0; shift -= 4) {
                    shown.append(HEX.charAt((c >> shift) & 0xf));
                }
            }
        }
        return shown.toString();
    }

    private static boolean isDangerous(char c) {
        boolean direction = (c >= '\u202a' && c <= '\u202e') || (c >= '\u2066' && c <= '\u2069');
        return Character.isISOControl(c) || direction || c == '\u2028' || c == '\u2029';
    }
}
