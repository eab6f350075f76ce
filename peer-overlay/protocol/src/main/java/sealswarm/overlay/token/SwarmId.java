package sealswarm.overlay.token;

import java.util.Optional;

/**
 * A swarm: the v2 info-hash of its track cut to 20 bytes (BEP 52); for a foreign v1 torrent its v1 info-hash.
 *
 * @param hex 40 lower-case hex digits
 */
public record SwarmId(String hex) {
    /** Size in bytes. */
    public static final int SIZE_BYTES = 20;

    /** All zero: the swarm of a token that names none (kind OPS). */
    public static final SwarmId ALL = new SwarmId("00".repeat(SIZE_BYTES));

    public SwarmId {
        FixedHex.checked("swarm id", SIZE_BYTES, hex);
    }

    /**
     * The value of exactly {@value #SIZE_BYTES} bytes.
     *
     * @throws IllegalArgumentException for another length
     */
    public static SwarmId of(byte[] bytes) {
        return new SwarmId(FixedHex.of("swarm id", SIZE_BYTES, bytes));
    }

    /** The swarm of 40 lower-case hex digits; empty for any other text. */
    public static Optional<SwarmId> parse(String text) {
        return text.matches("[0-9a-f]{40}") ? Optional.of(new SwarmId(text)) : Optional.empty();
    }

    /** A fresh copy of the bytes. */
    public byte[] bytes() {
        return FixedHex.bytes(hex);
    }

    @Override
    public String toString() {
        return hex;
    }
}
