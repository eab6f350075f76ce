package sealswarm.overlay.ack;

import java.util.List;
import sealswarm.overlay.token.PeerCertificate;

/**
 * Consecutive acks of one session with the certificates of both ends, as an uploader hands them in. Nothing in it is proven.
 *
 * @param uploader certificate of the peer that sent the bytes
 * @param downloader certificate of the peer that signed
 * @param acks 1 to {@link #MAX_ACKS}, as they follow each other
 */
public record AckedSession(PeerCertificate uploader, PeerCertificate downloader, List<TransferAck> acks) {
    /** Most acks of one session in one batch. */
    public static final int MAX_ACKS = 256;

    public AckedSession {
        acks = List.copyOf(acks);
        if (acks.isEmpty() || acks.size() > MAX_ACKS) {
            throw new IllegalArgumentException("1 to " + MAX_ACKS + " acks of a session, not " + acks.size());
        }
        for (TransferAck ack : acks) {
            if (!ack.statement().session().equals(acks.get(0).statement().session())
                    || !ack.statement().uploader().equals(uploader.peerKey())
                    || !ack.statement().downloader().equals(downloader.peerKey())) {
                throw new IllegalArgumentException("the acks are of one session, between the two that are certified");
            }
        }
    }

    /** Which session. */
    public Digest32 session() {
        return acks.get(0).statement().session();
    }

    /** The last ack. */
    public TransferAck last() {
        return acks.get(acks.size() - 1);
    }
}
