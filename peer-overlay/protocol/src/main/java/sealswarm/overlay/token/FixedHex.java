package sealswarm.overlay.token;

import java.util.HexFormat;

/** The one check of ids that are a fixed count of bytes written as lower-case hex. */
final class FixedHex {
    private static final HexFormat HEX = HexFormat.of();

    private FixedHex() {}

    static String checked(String what, int bytes, String hex) {
        if (hex.length() != 2 * bytes) {
            throw new IllegalArgumentException(
                    what + " must be " + 2 * bytes + " hex digits, not " + hex.length() + " characters");
        }
        for (int i = 0; i < hex.length(); i++) {
            char c = hex.charAt(i);
            if (!((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'))) {
                throw new IllegalArgumentException(what + " must be lower-case hex: position " + i);
            }
        }
        return hex;
    }

    static String of(String what, int bytes, byte[] value) {
        if (value.length != bytes) {
            throw new IllegalArgumentException(what + " must be " + bytes + " bytes, not " + value.length);
        }
        return HEX.formatHex(value);
    }

    static byte[] bytes(String hex) {
        return HEX.parseHex(hex);
    }
}
