package sealswarm.overlay.token;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * What overlay keys sign, and the {@code info} of derived keys: an ASCII label, a zero byte, then each field behind its length
 * as unsigned 16-bit big-endian. No two different lists of fields give the same bytes, and the label keeps one kind of
 * statement from passing as another. Not thread-safe; one instance builds one tuple.
 */
public final class SignedTuple {
    private static final int MAX_FIELD_BYTES = 0xFFFF;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream(256);

    private SignedTuple(String label) {
        out.writeBytes(label.getBytes(StandardCharsets.US_ASCII));
        out.write(0);
    }

    /** Begins a tuple; the label is ASCII without a zero byte, such as {@code sealswarm/1/ack}. */
    public static SignedTuple of(String label) {
        return new SignedTuple(label);
    }

    /** Adds a field of 0 to 65,535 bytes. */
    public SignedTuple field(byte[] value) {
        if (value.length > MAX_FIELD_BYTES) {
            throw new IllegalArgumentException("a field has at most 65535 bytes, not " + value.length);
        }
        out.write(value.length >>> 8);
        out.write(value.length);
        out.writeBytes(value);
        return this;
    }

    /** Adds text as UTF-8. */
    public SignedTuple text(String value) {
        return field(value.getBytes(StandardCharsets.UTF_8));
    }

    /** Adds one byte, 0 to 255. */
    public SignedTuple u8(int value) {
        return field(bigEndian(value, 1));
    }

    /** Adds 4 bytes big-endian, 0 to 2^32 - 1. */
    public SignedTuple u32(long value) {
        return field(bigEndian(value, 4));
    }

    /** Adds 8 bytes big-endian, 0 to 2^63 - 1. */
    public SignedTuple u63(long value) {
        return field(bigEndian(value, 8));
    }

    /** The tuple's bytes. */
    public byte[] bytes() {
        return out.toByteArray();
    }

    private static byte[] bigEndian(long value, int bytes) {
        if (value < 0 || (bytes < 8 && value >>> (8 * bytes) != 0)) {
            throw new IllegalArgumentException(value + " does not fit " + bytes + " unsigned bytes");
        }
        byte[] field = new byte[bytes];
        for (int i = 0; i < bytes; i++) {
            field[i] = (byte) (value >>> (8 * (bytes - 1 - i)));
        }
        return field;
    }
}
