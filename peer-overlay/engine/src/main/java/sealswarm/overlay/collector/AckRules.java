package sealswarm.overlay.collector;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import sealswarm.overlay.ack.AckChain;
import sealswarm.overlay.ack.AckStatement;
import sealswarm.overlay.ack.AckVerdict;
import sealswarm.overlay.ack.AckedSession;
import sealswarm.overlay.ack.TransferAck;
import sealswarm.overlay.token.EdgeToken;
import sealswarm.overlay.token.PeerPublicKey;

/**
 * Which acks an edge believes. Pure: everything it needs is handed in.
 *
 * @param edgeKeys keys whose certificates count
 * @param redownloadBytes what a subject may get of a track beyond its size, 0 or more
 */
public record AckRules(Set<PeerPublicKey> edgeKeys, long redownloadBytes) {
    /** How long an ack may be handed in after it was signed: as long as introductions are kept, less the day they may be older. */
    public static final long MAX_AGE_SECONDS = 24 * 3600;

    /** How long before a session its two ends may have been introduced. */
    public static final long INTRODUCED_BEFORE_SECONDS = 24 * 3600;

    /** Bytes beyond a track's size that anybody may get, in one part of so many: 2 %. */
    public static final int SPARE_ONE_IN = 50;

    public AckRules {
        edgeKeys = Set.copyOf(edgeKeys);
        if (redownloadBytes < 0) {
            throw new IllegalArgumentException("a re-download allowance cannot be negative");
        }
    }

    /** Whether this session can be the token holder's to hand in at all. */
    Optional<AckRefusal> ofSession(AckedSession session, EdgeToken holder, Instant now) {
        AckStatement last = session.last().statement();
        if (!last.swarmId().equals(holder.swarmId())
                || !session.uploader().subject().equals(holder.subject())) {
            return Optional.of(AckRefusal.NOT_YOURS);
        }
        // A certificate may have ended between the ack and its handing in, not before the ack.
        Instant signed = Instant.ofEpochSecond(Math.min(last.toEpochSecond(), now.getEpochSecond()));
        if (!session.uploader().isValid(holder.swarmId(), edgeKeys, signed)
                || !session.downloader().isValid(holder.swarmId(), edgeKeys, signed)) {
            return Optional.of(AckRefusal.NOT_CERTIFIED);
        }
        if (session.uploader().subject().equals(session.downloader().subject())) {
            return Optional.of(AckRefusal.OWN_BYTES);
        }
        return last.toEpochSecond() < now.getEpochSecond() - MAX_AGE_SECONDS
                ? Optional.of(AckRefusal.TOO_OLD)
                : Optional.empty();
    }

    /** Whether an ack is the next of its session. One that is the last again is neither refused nor news: ask the chain. */
    Optional<AckRefusal> ofAck(AckChain chain, TransferAck ack, Instant now) {
        AckVerdict verdict = chain.judge(ack, now);
        return switch (verdict) {
            case ACCEPTED, REPEATED -> Optional.empty();
            case OTHER_SESSION, OUT_OF_SEQUENCE, BROKEN_CHAIN, RUNS_BACKWARDS -> Optional.of(AckRefusal.NOT_NEXT);
            case IN_THE_FUTURE -> Optional.of(AckRefusal.IN_THE_FUTURE);
            case TOO_FAST -> Optional.of(AckRefusal.TOO_FAST);
            case BAD_SIGNATURE -> Optional.of(AckRefusal.BAD_SIGNATURE);
        };
    }

    /** The earliest second at which the two ends of a session may have been introduced. */
    static long introducedFrom(AckStatement ack) {
        return Math.max(0, ack.fromEpochSecond() - INTRODUCED_BEFORE_SECONDS);
    }

    /**
     * Whether a downloader may have got so much of a track, from whomever.
     *
     * @param gotBytes what it is known to have got so far: from peers by acks, from the edge by the edge's own count
     * @param moreBytes what the ack adds
     */
    Optional<AckRefusal> ofSize(long trackBytes, long gotBytes, long moreBytes) {
        return gotBytes + moreBytes > mostBytes(trackBytes) ? Optional.of(AckRefusal.OVER_SIZE) : Optional.empty();
    }

    /** The most that all acks of one subject for one track can be worth. */
    public long mostBytes(long trackBytes) {
        return trackBytes + trackBytes / SPARE_ONE_IN + redownloadBytes;
    }
}
