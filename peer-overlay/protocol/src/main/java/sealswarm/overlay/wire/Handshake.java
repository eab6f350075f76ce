package sealswarm.overlay.wire;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import sealswarm.overlay.metainfo.InfoHash;

/**
 * The 68 bytes that open a connection (BEP 3).
 *
 * @param wireId the 20-byte id of the swarm
 * @param peerId who sends this
 * @param extensions the reserved bits as one number, the first byte highest
 */
public record Handshake(InfoHash wireId, PeerId peerId, long extensions) {
    /** Length in bytes. */
    public static final int LENGTH = 68;

    /** BEP 10, extension protocol. */
    public static final long EXTENSION_PROTOCOL = 0x0000_0000_0010_0000L;

    /** BEP 6, fast extension. */
    public static final long FAST = 0x0000_0000_0000_0004L;

    /** BEP 52: the sender can be answered with the v2 info-hash of a hybrid torrent. */
    public static final long V2_UPGRADE = 0x0000_0000_0000_0010L;

    private static final byte[] PROTOCOL = "\u0013BitTorrent protocol".getBytes(StandardCharsets.US_ASCII);

    public Handshake {
        if (wireId.length() != InfoHash.V1_LENGTH) {
            throw new IllegalArgumentException("a handshake carries the truncated info-hash");
        }
    }

    /** True if every bit of {@code extension} is set. */
    public boolean supports(long extension) {
        return (extensions & extension) == extension;
    }

    /** The 68 bytes. */
    public byte[] encode() {
        return ByteBuffer.allocate(LENGTH)
                .put(PROTOCOL)
                .putLong(extensions)
                .put(wireId.bytes())
                .put(peerId.bytes())
                .array();
    }

    /**
     * Reads 68 bytes.
     *
     * @throws WireException if they do not begin with BitTorrent's protocol string
     */
    public static Handshake decode(byte[] bytes) throws WireException {
        checkPrefix(bytes, Math.min(bytes.length, PROTOCOL.length));
        if (bytes.length != LENGTH) {
            throw new WireException(WireException.Fault.HANDSHAKE, "a handshake of " + bytes.length + " bytes");
        }
        ByteBuffer in = ByteBuffer.wrap(bytes, PROTOCOL.length, LENGTH - PROTOCOL.length);
        long extensions = in.getLong();
        byte[] wireId = new byte[InfoHash.V1_LENGTH];
        byte[] peerId = new byte[PeerId.LENGTH];
        in.get(wireId).get(peerId);
        return new Handshake(InfoHash.of(wireId), PeerId.of(peerId), extensions);
    }

    /**
     * Refuses the first {@code length} bytes of a handshake as soon as they cannot be one, so that an HTTP or TLS client is not
     * waited for.
     */
    public static void checkPrefix(byte[] bytes, int length) throws WireException {
        int known = Math.min(length, PROTOCOL.length);
        if (!Arrays.equals(bytes, 0, known, PROTOCOL, 0, known)) {
            throw new WireException(WireException.Fault.HANDSHAKE, "not a BitTorrent handshake");
        }
    }
}
