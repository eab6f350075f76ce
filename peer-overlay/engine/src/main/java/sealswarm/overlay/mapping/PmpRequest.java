package sealswarm.overlay.mapping;

import java.nio.ByteBuffer;

/** Requests of NAT-PMP (RFC 6886, sections 3.2 to 3.4). */
final class PmpRequest {
    static final int VERSION = 0;
    private static final int ADDRESS_BYTES = 2;
    private static final int MAPPING_BYTES = 12;

    private PmpRequest() {}

    /** Which address has the outside? */
    static ByteBuffer address() {
        return ByteBuffer.allocate(ADDRESS_BYTES);
    }

    /**
     * Forward to me.
     *
     * @param suggested the outside port one would like
     * @param lifetimeSeconds for how long
     */
    static ByteBuffer map(MappedProtocol protocol, int internalPort, int suggested, long lifetimeSeconds) {
        return ByteBuffer.allocate(MAPPING_BYTES)
                .put((byte) VERSION)
                .put((byte) protocol.opcode())
                .putShort((short) 0)
                .putShort((short) internalPort)
                .putShort((short) suggested)
                .putInt((int) lifetimeSeconds)
                .flip();
    }

    /** Forward no more. */
    static ByteBuffer release(MappedProtocol protocol, int internalPort) {
        return map(protocol, internalPort, 0, 0);
    }
}
