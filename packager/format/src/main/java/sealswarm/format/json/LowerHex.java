package sealswarm.format.json;

import java.util.HexFormat;
import sealswarm.format.problem.FormatException;

/** Lower-case hexadecimal of a known length, as hashes and derived ids are written. */
public final class LowerHex {
    private static final HexFormat HEX = HexFormat.of();

    private LowerHex() {}

    public static String encode(byte[] bytes) {
        return HEX.formatHex(bytes);
    }

    /**
     * The {@code lengthBytes} bytes of {@code text}.
     *
     * @throws FormatException on another length, an upper-case digit or any other character
     */
    public static byte[] decode(String text, int lengthBytes) {
        if (text.length() != 2 * lengthBytes) {
            throw FormatException.malformed(
                    "hex of " + text.length() + " digits where " + 2 * lengthBytes + " are due");
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!(c >= '0' && c <= '9') && !(c >= 'a' && c <= 'f')) {
                throw FormatException.malformed("not a lower-case hex digit at position " + i);
            }
        }
        return HEX.parseHex(text);
    }
}
