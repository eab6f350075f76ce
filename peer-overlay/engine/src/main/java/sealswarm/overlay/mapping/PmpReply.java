package sealswarm.overlay.mapping;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import sealswarm.overlay.reach.NumericHost;

/** A gateway's answer by NAT-PMP (RFC 6886, sections 3.2 and 3.3). */
sealed interface PmpReply {
    /** Bytes of an answer with an address. */
    int ADDRESS_BYTES = 12;

    /** Bytes of an answer about a mapping. */
    int MAPPING_BYTES = 16;

    /** Added to the request's number. */
    int ANSWER = 128;

    /** How it went. */
    Result result();

    /** For how long the gateway has known its mappings. */
    long epochSeconds();

    /** What came of a request. */
    enum Result {
        DONE,
        /** Perhaps later: no address yet, or no room (3, 4). */
        NOT_NOW,
        /** Other version, not allowed, unknown request and whatever else there may be (1, 2, 5). */
        NEVER;

        private static Result of(int code) {
            return switch (code) {
                case 0 -> DONE;
                case 3, 4 -> NOT_NOW;
                default -> NEVER;
            };
        }
    }

    /**
     * The address of the outside.
     *
     * @param host IPv4; without a meaning unless {@code result} is DONE
     */
    record Address(Result result, long epochSeconds, String host) implements PmpReply {}

    /**
     * What is forwarded.
     *
     * @param externalPort the outside port, 0 for none
     * @param lifetimeSeconds for how long, 0 if no more
     */
    record Mapping(
            Result result,
            long epochSeconds,
            MappedProtocol protocol,
            int internalPort,
            int externalPort,
            long lifetimeSeconds)
            implements PmpReply {}

    /** Reads a datagram; empty if it is no such answer. */
    static Optional<PmpReply> decode(ByteBuffer datagram) {
        ByteBuffer in = datagram.slice();
        if ((in.remaining() != ADDRESS_BYTES && in.remaining() != MAPPING_BYTES) || in.get() != PmpRequest.VERSION) {
            return Optional.empty();
        }
        int opcode = (in.get() & 0xFF) - ANSWER;
        Result result = Result.of(in.getShort() & 0xFFFF);
        long epochSeconds = Integer.toUnsignedLong(in.getInt());
        if (in.limit() == ADDRESS_BYTES) {
            byte[] address = new byte[NumericHost.V4_BYTES];
            in.get(address);
            return opcode == 0
                    ? Optional.of(new Address(result, epochSeconds, NumericHost.literal(address)))
                    : Optional.empty();
        }
        int internal = in.getShort() & 0xFFFF;
        int external = in.getShort() & 0xFFFF;
        long lifetimeSeconds = Integer.toUnsignedLong(in.getInt());
        return Arrays.stream(MappedProtocol.values())
                .filter(protocol -> protocol.opcode() == opcode)
                .findFirst()
                .map(protocol -> new Mapping(result, epochSeconds, protocol, internal, external, lifetimeSeconds));
    }
}
