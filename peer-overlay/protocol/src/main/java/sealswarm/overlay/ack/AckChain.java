package sealswarm.overlay.ack;

import java.time.Instant;
import java.util.Optional;

/**
 * The acks of one session, reduced to the last accepted one. {@link #judge} decides without changing anything; {@link #with}
 * gives the chain that ends with an accepted ack. Immutable.
 */
public final class AckChain {
    /** No pair of peers is believed above one gigabit a second. */
    public static final long MAX_BYTES_PER_SECOND = 125_000_000;

    /** How far a downloader's clock may be ahead of the edge's. */
    public static final long MAX_SKEW_SECONDS = 300;

    private static final AckChain EMPTY = new AckChain(Optional.empty());

    // A field, not a value passed around: the record of the chain is its last link.
    private final Optional<TransferAck> last;

    private AckChain(Optional<TransferAck> last) {
        this.last = last;
    }

    /** A session of which no ack is known. */
    public static AckChain empty() {
        return EMPTY;
    }

    /** The last accepted ack. */
    public Optional<TransferAck> last() {
        return last;
    }

    /** Whether {@code next} continues this chain, signature included. */
    public AckVerdict judge(TransferAck next, Instant now) {
        if (last.isPresent() && last.get().equals(next)) {
            return AckVerdict.REPEATED;
        }
        AckVerdict order = last.map(ack -> follows(ack, next)).orElseGet(() -> begins(next.statement()));
        if (order != AckVerdict.ACCEPTED) {
            return order;
        }
        if (next.statement().toEpochSecond() > now.getEpochSecond() + MAX_SKEW_SECONDS) {
            return AckVerdict.IN_THE_FUTURE;
        }
        if (isTooFast(next.statement())) {
            return AckVerdict.TOO_FAST;
        }
        return next.isSigned() ? AckVerdict.ACCEPTED : AckVerdict.BAD_SIGNATURE;
    }

    /** The chain that ends with an ack that {@link #judge} accepted. */
    public AckChain with(TransferAck accepted) {
        return new AckChain(Optional.of(accepted));
    }

    private static AckVerdict begins(AckStatement first) {
        return first.sequence() == 0 ? AckVerdict.ACCEPTED : AckVerdict.OUT_OF_SEQUENCE;
    }

    private static AckVerdict follows(TransferAck last, TransferAck nextAck) {
        AckStatement before = last.statement();
        AckStatement next = nextAck.statement();
        if (!next.swarmId().equals(before.swarmId())
                || !next.uploader().equals(before.uploader())
                || !next.downloader().equals(before.downloader())
                || !next.session().equals(before.session())
                || next.fromEpochSecond() != before.fromEpochSecond()) {
            return AckVerdict.OTHER_SESSION;
        }
        if (next.sequence() != before.sequence() + 1) {
            return AckVerdict.OUT_OF_SEQUENCE;
        }
        if (!next.previous().equals(last.hash())) {
            return AckVerdict.BROKEN_CHAIN;
        }
        if (next.cumulativeBytes() < before.cumulativeBytes() || next.toEpochSecond() < before.toEpochSecond()) {
            return AckVerdict.RUNS_BACKWARDS;
        }
        return AckVerdict.ACCEPTED;
    }

    private static boolean isTooFast(AckStatement ack) {
        long seconds = ack.toEpochSecond() - ack.fromEpochSecond() + 1;
        return ack.cumulativeBytes() / seconds > MAX_BYTES_PER_SECOND;
    }
}
