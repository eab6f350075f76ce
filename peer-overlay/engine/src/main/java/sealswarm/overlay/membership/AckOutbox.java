package sealswarm.overlay.membership;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sealswarm.overlay.ack.AckBatch;
import sealswarm.overlay.ack.AckedSession;
import sealswarm.overlay.ack.Digest32;
import sealswarm.overlay.ack.TransferAck;
import sealswarm.overlay.token.PeerCertificate;

/**
 * Acks we have and the edge has not: by session, in order. Bounded; when it is full the oldest session gives way, because a chain
 * with a gap is worth nothing. One event loop owns it.
 */
public final class AckOutbox {
    /** Most sessions kept. */
    public static final int MAX_SESSIONS = 512;

    /** Most acks kept, of all sessions: 32 GiB of transfer. */
    public static final int MAX_ACKS = 8_192;

    private final Map<Digest32, Pending> bySession = new LinkedHashMap<>();
    private int count;
    private boolean changed;

    private static final class Pending {
        private PeerCertificate uploader;
        private PeerCertificate downloader;
        private final List<TransferAck> acks = new ArrayList<>();

        private Pending(PeerCertificate uploader, PeerCertificate downloader) {
            this.uploader = uploader;
            this.downloader = downloader;
        }
    }

    /** Keeps an ack that continues its session; the newest certificates count for the whole. */
    void add(PeerCertificate uploader, PeerCertificate downloader, TransferAck ack) {
        Pending pending =
                bySession.computeIfAbsent(ack.statement().session(), session -> new Pending(uploader, downloader));
        pending.uploader = uploader;
        pending.downloader = downloader;
        pending.acks.add(ack);
        count++;
        changed = true;
        Iterator<Pending> oldest = bySession.values().iterator();
        while (bySession.size() > MAX_SESSIONS || count > MAX_ACKS) {
            count -= oldest.next().acks.size();
            oldest.remove();
        }
    }

    /** Takes back what an earlier run kept. */
    void restore(List<AckBatch> kept) {
        for (AckBatch batch : kept) {
            for (AckedSession session : batch.sessions()) {
                session.acks().forEach(ack -> add(session.uploader(), session.downloader(), ack));
            }
        }
        changed = false;
    }

    /** Number of acks kept. */
    public int count() {
        return count;
    }

    /** The oldest acks, as many as one batch takes; they stay until they are {@link #judged}. */
    public Optional<AckBatch> next() {
        List<AckedSession> sessions = new ArrayList<>();
        int room = AckBatch.MAX_ACKS;
        for (Pending pending : bySession.values()) {
            if (room == 0 || sessions.size() == AckBatch.MAX_SESSIONS) {
                break;
            }
            List<TransferAck> acks =
                    pending.acks.subList(0, Math.min(pending.acks.size(), Math.min(room, AckedSession.MAX_ACKS)));
            sessions.add(new AckedSession(pending.uploader, pending.downloader, acks));
            room -= acks.size();
        }
        return sessions.isEmpty() ? Optional.empty() : Optional.of(new AckBatch(sessions));
    }

    /** The edge has judged these, whatever its verdict: they are kept no longer. */
    public void judged(AckBatch batch) {
        for (AckedSession session : batch.sessions()) {
            Pending pending = bySession.get(session.session());
            if (pending != null) {
                long upTo = session.last().statement().sequence();
                int before = pending.acks.size();
                pending.acks.removeIf(ack -> ack.statement().sequence() <= upTo);
                count -= before - pending.acks.size();
                if (pending.acks.isEmpty()) {
                    bySession.remove(session.session());
                }
                changed = true;
            }
        }
    }

    /** Everything kept, if that has changed since the last call. */
    Optional<List<AckBatch>> changes() {
        if (!changed) {
            return Optional.empty();
        }
        changed = false;
        List<AckBatch> all = new ArrayList<>();
        for (Pending pending : bySession.values()) {
            for (int from = 0; from < pending.acks.size(); from += AckedSession.MAX_ACKS) {
                int to = Math.min(pending.acks.size(), from + AckedSession.MAX_ACKS);
                all.add(new AckBatch(List.of(
                        new AckedSession(pending.uploader, pending.downloader, pending.acks.subList(from, to)))));
            }
        }
        return Optional.of(all);
    }
}
