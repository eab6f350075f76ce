package sealswarm.overlay.bencode;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * A bencoded byte string. It is a view of the decoded document, which it keeps alive; ordered by unsigned bytes, as BEP 3
 * orders dictionary keys.
 */
public final class BencodeString implements BencodeValue, Comparable<BencodeString> {
    private final byte[] source;
    private final int offset;
    private final int length;

    BencodeString(byte[] source, int offset, int length) {
        this.source = source;
        this.offset = offset;
        this.length = length;
    }

    /** A byte string holding a copy of {@code bytes}. */
    public static BencodeString of(byte[] bytes) {
        return new BencodeString(bytes.clone(), 0, bytes.length);
    }

    /** The UTF-8 bytes of {@code text}. */
    public static BencodeString of(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return new BencodeString(bytes, 0, bytes.length);
    }

    /** Number of bytes. */
    public int length() {
        return length;
    }

    /** A copy of the bytes. */
    public byte[] bytes() {
        return Arrays.copyOfRange(source, offset, offset + length);
    }

    /** A read-only view of the bytes. */
    public ByteBuffer buffer() {
        return ByteBuffer.wrap(source, offset, length).slice().asReadOnlyBuffer();
    }

    /** The text, or empty if the bytes are not well-formed UTF-8 (overlong forms and surrogates included). */
    public Optional<String> utf8() {
        try {
            return Optional.of(
                    StandardCharsets.UTF_8.newDecoder().decode(buffer()).toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }

    @Override
    public Kind kind() {
        return Kind.STRING;
    }

    @Override
    public int compareTo(BencodeString other) {
        return Arrays.compareUnsigned(
                source, offset, offset + length, other.source, other.offset, other.offset + other.length);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof BencodeString string && compareTo(string) == 0;
    }

    @Override
    public int hashCode() {
        return buffer().hashCode();
    }

    /** Printable ASCII as it is, any other byte as {@code \xNN}: safe in logs and messages. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            int b = source[offset + i] & 0xff;
            if (b >= 0x20 && b < 0x7f && b != '\\') {
                text.append((char) b);
            } else {
                text.append(String.format("\\x%02x", b));
            }
        }
        return text.toString();
    }
}
