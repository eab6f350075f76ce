package sealswarm.overlay.membership;

import java.time.Instant;
import sealswarm.overlay.ack.AckChain;
import sealswarm.overlay.ack.AckVerdict;
import sealswarm.overlay.ack.TransferAck;

/** What one downloader owes us: how much it was sent and how much of that it has acknowledged. Pure but for checking signatures. */
final class AckTaker {
    /** Unacknowledged bytes at which it waits. */
    static final long MAX_UNACKED_BYTES = 8 << 20;

    /** One in so many bytes may be a copy that the downloader had no use for, and does not acknowledge. */
    static final int WASTED_ONE_IN = 32;

    /** It may wait for so long before it loses its upload slot. */
    static final long PATIENCE_MILLIS = 10_000;

    /** Acks sooner than agreed that are borne with: one ends the session, others come with a pause or a reconnect. */
    static final int MAX_HASTY = 8;

    private static final long SOON_MILLIS = AckGiver.EVERY_MILLIS / 2;

    private AckChain chain = AckChain.empty();
    private long deliveredBytes;
    private long overSinceMillis = Long.MAX_VALUE;
    private long lastAckMillis;
    private int hasty;

    AckTaker(long nowMillis) {
        this.lastAckMillis = nowMillis;
    }

    void delivered(int bytes) {
        deliveredBytes += bytes;
    }

    /** Everything sent. */
    long deliveredBytes() {
        return deliveredBytes;
    }

    /** True if the next block waits for an ack. */
    boolean isOver(long nowMillis) {
        boolean over = deliveredBytes - ackedBytes() >= MAX_UNACKED_BYTES + deliveredBytes / WASTED_ONE_IN;
        overSinceMillis = over ? Math.min(overSinceMillis, nowMillis) : Long.MAX_VALUE;
        return over;
    }

    /** True if it has waited too long to keep its slot. */
    boolean isOverdue(long nowMillis) {
        return isOver(nowMillis) && nowMillis - overSinceMillis >= PATIENCE_MILLIS;
    }

    private long ackedBytes() {
        return chain.last().map(ack -> ack.statement().cumulativeBytes()).orElse(0L);
    }

    /** How an ack was taken. */
    enum Reception {
        /** It continues the chain. */
        TAKEN,
        /** Nothing new. */
        REPEATED,
        /** It cannot be true, or is not for this session. */
        WRONG,
        /** Too many acks that were not due. */
        FLOOD
    }

    /** Takes an ack that names this session and both ends rightly. */
    Reception take(TransferAck ack, Instant now, long nowMillis) {
        long gained = ack.statement().cumulativeBytes() - ackedBytes();
        if (gained < AckGiver.EVERY_BYTES && nowMillis - lastAckMillis < SOON_MILLIS && ++hasty > MAX_HASTY) {
            return Reception.FLOOD;
        }
        if (ack.statement().cumulativeBytes() > deliveredBytes) {
            return Reception.WRONG;
        }
        AckVerdict verdict = chain.judge(ack, now);
        if (verdict == AckVerdict.REPEATED) {
            return Reception.REPEATED;
        }
        if (verdict != AckVerdict.ACCEPTED) {
            return Reception.WRONG;
        }
        chain = chain.with(ack);
        lastAckMillis = nowMillis;
        return Reception.TAKEN;
    }
}
