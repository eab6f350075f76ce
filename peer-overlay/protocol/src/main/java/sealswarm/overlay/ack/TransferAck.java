package sealswarm.overlay.ack;

import java.nio.ByteBuffer;
import java.util.Optional;
import sealswarm.overlay.token.PeerPublicKey;
import sealswarm.overlay.token.Signature;
import sealswarm.overlay.token.SwarmId;

/**
 * A signed {@link AckStatement}. The signature is unproven until {@link #isSigned} says so.
 *
 * @param statement what is stated
 * @param signature the downloader's
 */
public record TransferAck(AckStatement statement, Signature signature) {
    /** Bytes of the binary form. */
    public static final int SIZE_BYTES = 1
            + SwarmId.SIZE_BYTES
            + 2 * PeerPublicKey.SIZE_BYTES
            + Digest32.SIZE_BYTES
            + 4
            + 8
            + 8
            + 8
            + Digest32.SIZE_BYTES
            + Signature.SIZE_BYTES;

    /** Whether the downloader named in the statement signed it. */
    public boolean isSigned() {
        return statement.downloader().verifies(statement.tuple(), signature);
    }

    /** What the next ack of the session names as its previous one. */
    public Digest32 hash() {
        return Digest32.ofContent(bytes());
    }

    /** The binary form, {@value #SIZE_BYTES} bytes. */
    public byte[] bytes() {
        return ByteBuffer.allocate(SIZE_BYTES)
                .put((byte) AckStatement.VERSION)
                .put(statement.swarmId().bytes())
                .put(statement.uploader().bytes())
                .put(statement.downloader().bytes())
                .put(statement.session().bytes())
                .putInt((int) statement.sequence())
                .putLong(statement.cumulativeBytes())
                .putLong(statement.fromEpochSecond())
                .putLong(statement.toEpochSecond())
                .put(statement.previous().bytes())
                .put(signature.bytes())
                .array();
    }

    /** The ack of exactly these bytes, its signature unproven; nothing if they are no ack. */
    public static Optional<TransferAck> parse(byte[] bytes) {
        if (bytes.length != SIZE_BYTES || bytes[0] != AckStatement.VERSION) {
            return Optional.empty();
        }
        ByteBuffer in = ByteBuffer.wrap(bytes, 1, bytes.length - 1);
        try {
            AckStatement statement = new AckStatement(
                    SwarmId.of(take(in, SwarmId.SIZE_BYTES)),
                    PeerPublicKey.of(take(in, PeerPublicKey.SIZE_BYTES)),
                    PeerPublicKey.of(take(in, PeerPublicKey.SIZE_BYTES)),
                    Digest32.of(take(in, Digest32.SIZE_BYTES)),
                    Integer.toUnsignedLong(in.getInt()),
                    in.getLong(),
                    in.getLong(),
                    in.getLong(),
                    Digest32.of(take(in, Digest32.SIZE_BYTES)));
            return Optional.of(new TransferAck(statement, Signature.of(take(in, Signature.SIZE_BYTES))));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static byte[] take(ByteBuffer in, int count) {
        byte[] bytes = new byte[count];
        in.get(bytes);
        return bytes;
    }
}
