package sealswarm.overlay.metainfo;

import java.util.Arrays;
import java.util.HexFormat;

/**
 * The hash of a metainfo's exact {@code info} bytes: 20 bytes of SHA-1 (BEP 3) or 32 of SHA-256 (BEP 52). On the wire and at
 * trackers an id always has 20 bytes: {@link #truncated()}. Immutable.
 */
public final class InfoHash {
    /** Length of a v1 info-hash and of every id on the wire. */
    public static final int V1_LENGTH = 20;

    /** Length of a v2 info-hash. */
    public static final int V2_LENGTH = 32;

    private final byte[] bytes;

    private InfoHash(byte[] own) {
        this.bytes = own;
    }

    /**
     * An info-hash of 20 or 32 bytes.
     *
     * @throws IllegalArgumentException if it has another length
     */
    public static InfoHash of(byte[] bytes) {
        if (bytes.length != V1_LENGTH && bytes.length != V2_LENGTH) {
            throw new IllegalArgumentException("an info-hash has 20 or 32 bytes, not " + bytes.length);
        }
        return new InfoHash(bytes.clone());
    }

    /** An info-hash from 40 or 64 hexadecimal digits. */
    public static InfoHash ofHex(String hex) {
        return of(HexFormat.of().parseHex(hex));
    }

    /** A copy of the bytes. */
    public byte[] bytes() {
        return bytes.clone();
    }

    /** Number of bytes, 20 or 32. */
    public int length() {
        return bytes.length;
    }

    /** The first 20 bytes: the id that handshakes and announces carry. */
    public InfoHash truncated() {
        return bytes.length == V1_LENGTH ? this : new InfoHash(Arrays.copyOf(bytes, V1_LENGTH));
    }

    /** Lower-case hexadecimal digits. */
    public String hex() {
        return HexFormat.of().formatHex(bytes);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof InfoHash hash && Arrays.equals(bytes, hash.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return hex();
    }
}
