package sealswarm.format.key;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * The unambiguous context of a derivation, seal or id: ASCII label, a zero byte, then each field with a u16 length before it (spec
 * package-v1, section 2). A builder for one thread.
 */
public final class Info {
    /** Longest field in bytes. */
    public static final int MAX_FIELD_BYTES = 0xFFFF;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    private Info() {}

    /** An info of {@code label} and of {@code texts} as UTF-8 fields. */
    public static Info of(String label, String... texts) {
        Info info = new Info();
        for (int i = 0; i < label.length(); i++) {
            char c = label.charAt(i);
            if (c < 0x21 || c > 0x7E) {
                throw new IllegalArgumentException("a label is printable ASCII: " + label);
            }
            info.out.write(c);
        }
        info.out.write(0);
        for (String text : texts) {
            info.text(text);
        }
        return info;
    }

    /** Adds a text field. */
    public Info text(String text) {
        return raw(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Adds a number as a u32 field; 0 to 2^32-1. */
    public Info number(long number) {
        if (number < 0 || number > 0xFFFF_FFFFL) {
            throw new IllegalArgumentException("not a u32: " + number);
        }
        return raw(new byte[] {(byte) (number >>> 24), (byte) (number >>> 16), (byte) (number >>> 8), (byte) number});
    }

    /** Adds a field of raw bytes, for example a public key; at most {@link #MAX_FIELD_BYTES}. */
    public Info raw(byte[] field) {
        if (field.length > MAX_FIELD_BYTES) {
            throw new IllegalArgumentException("a field of " + field.length + " bytes");
        }
        out.write(field.length >>> 8);
        out.write(field.length);
        out.writeBytes(field);
        return this;
    }

    /** The bytes so far. */
    public byte[] bytes() {
        return out.toByteArray();
    }
}
