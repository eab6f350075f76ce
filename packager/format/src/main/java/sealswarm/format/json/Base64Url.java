package sealswarm.format.json;

import java.util.Base64;
import sealswarm.format.problem.FormatException;

/** Base64url of RFC 4648 section 5: unpadded, spare bits zero, so that each value has exactly one text. */
public final class Base64Url {
    private Base64Url() {}

    public static String encode(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /**
     * The bytes of {@code text}.
     *
     * @throws FormatException if a character is outside the alphabet, padding is present or spare bits are set
     */
    public static byte[] decode(String text) {
        byte[] bytes;
        try {
            bytes = Base64.getUrlDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw FormatException.malformed("not base64url: " + e.getMessage());
        }
        if (!encode(bytes).equals(text)) {
            throw FormatException.malformed("not base64url in its one form: padding or spare bits");
        }
        return bytes;
    }

    /** As {@link #decode(String)} for a value of a known length. */
    public static byte[] decode(String text, int lengthBytes) {
        byte[] bytes = decode(text);
        if (bytes.length != lengthBytes) {
            throw FormatException.malformed(
                    "base64url of " + bytes.length + " bytes where " + lengthBytes + " are due");
        }
        return bytes;
    }

    /** Whether each character is of the alphabet; such text may be as long as its document. */
    static boolean isAlphabet(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
            if (!letter && !(c >= '0' && c <= '9') && c != '-' && c != '_') {
                return false;
            }
        }
        return true;
    }
}
