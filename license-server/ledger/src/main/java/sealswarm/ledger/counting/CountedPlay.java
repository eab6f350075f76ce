package sealswarm.ledger.counting;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import sealswarm.ledger.journal.Period;

/**
 * A play and what was decided about it.
 *
 * @param start place of its first entry: its identity
 * @param terms the grant behind it; empty if no grant is known
 * @param titleId what was played
 * @param trackId which track of it
 * @param occurredAt when it began
 * @param period the period it counts in
 * @param originPeriod the month it happened in
 * @param uniqueMillis media time, each part once
 * @param playedMillis time spent playing
 * @param excluded why it bears no royalty; empty if it does
 * @param entries the entries it was judged by, in log order
 */
public record CountedPlay(
        ReceiptEntry.Place start,
        Optional<GrantTerms> terms,
        String titleId,
        String trackId,
        Instant occurredAt,
        Period period,
        Period originPeriod,
        long uniqueMillis,
        long playedMillis,
        Optional<ReasonCode> excluded,
        List<ReceiptEntry.Ref> entries) {
    /** Copies the entries. */
    public CountedPlay {
        entries = List.copyOf(entries);
    }

    /** Whether it bears a royalty, as far as counting can tell. */
    public boolean qualifies() {
        return excluded.isEmpty();
    }

    /** The same play, left out for {@code reason}. */
    public CountedPlay excludedFor(ReasonCode reason) {
        return new CountedPlay(
                start,
                terms,
                titleId,
                trackId,
                occurredAt,
                period,
                originPeriod,
                uniqueMillis,
                playedMillis,
                Optional.of(reason),
                entries);
    }
}
