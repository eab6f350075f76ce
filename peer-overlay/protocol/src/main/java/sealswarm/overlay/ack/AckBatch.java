package sealswarm.overlay.ack;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import sealswarm.overlay.token.PeerCertificate;

/**
 * The body of {@code POST /acks/<token>} (docs/spec/transfer-ack-v1.md). An uploader also keeps what it has not handed in yet in
 * this form.
 *
 * @param sessions 1 to {@link #MAX_SESSIONS}
 */
public record AckBatch(List<AckedSession> sessions) {
    /** Most sessions in one batch. */
    public static final int MAX_SESSIONS = 64;

    /** Most acks in one batch, of all sessions. */
    public static final int MAX_ACKS = 512;

    /** Longest binary form. */
    public static final int MAX_BYTES =
            1 + MAX_SESSIONS * (2 * PeerCertificate.SIZE_BYTES + 2) + MAX_ACKS * TransferAck.SIZE_BYTES;

    private static final int VERSION = 1;

    public AckBatch {
        sessions = List.copyOf(sessions);
        if (sessions.isEmpty() || sessions.size() > MAX_SESSIONS || count(sessions) > MAX_ACKS) {
            throw new IllegalArgumentException("1 to " + MAX_SESSIONS + " sessions of " + MAX_ACKS + " acks in all");
        }
    }

    private static int count(List<AckedSession> sessions) {
        return sessions.stream().mapToInt(session -> session.acks().size()).sum();
    }

    /** The binary form. */
    public byte[] bytes() {
        ByteBuffer out = ByteBuffer.allocate(
                1 + sessions.size() * (2 * PeerCertificate.SIZE_BYTES + 2) + count(sessions) * TransferAck.SIZE_BYTES);
        out.put((byte) VERSION);
        for (AckedSession session : sessions) {
            out.put(session.uploader().bytes())
                    .put(session.downloader().bytes())
                    .putShort((short) session.acks().size());
            session.acks().forEach(ack -> out.put(ack.bytes()));
        }
        return out.array();
    }

    /** The batch of exactly these bytes, its signatures unproven; nothing if they are no batch. */
    public static Optional<AckBatch> parse(byte[] bytes) {
        if (bytes.length < 1 || bytes.length > MAX_BYTES || bytes[0] != VERSION) {
            return Optional.empty();
        }
        ByteBuffer in = ByteBuffer.wrap(bytes, 1, bytes.length - 1);
        List<AckedSession> sessions = new ArrayList<>();
        try {
            while (in.hasRemaining()) {
                Optional<AckedSession> session = readSession(in);
                if (session.isEmpty()) {
                    return Optional.empty();
                }
                sessions.add(session.get());
            }
            return Optional.of(new AckBatch(sessions));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Optional<AckedSession> readSession(ByteBuffer in) {
        if (in.remaining() < 2 * PeerCertificate.SIZE_BYTES + 2) {
            return Optional.empty();
        }
        Optional<PeerCertificate> uploader = PeerCertificate.parse(take(in, PeerCertificate.SIZE_BYTES));
        Optional<PeerCertificate> downloader = PeerCertificate.parse(take(in, PeerCertificate.SIZE_BYTES));
        int count = Short.toUnsignedInt(in.getShort());
        if (uploader.isEmpty() || downloader.isEmpty() || in.remaining() < count * TransferAck.SIZE_BYTES) {
            return Optional.empty();
        }
        List<TransferAck> acks = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Optional<TransferAck> ack = TransferAck.parse(take(in, TransferAck.SIZE_BYTES));
            if (ack.isEmpty()) {
                return Optional.empty();
            }
            acks.add(ack.get());
        }
        return Optional.of(new AckedSession(uploader.get(), downloader.get(), acks));
    }

    private static byte[] take(ByteBuffer in, int count) {
        byte[] bytes = new byte[count];
        in.get(bytes);
        return bytes;
    }
}
