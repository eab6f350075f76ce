package sealswarm.ledger.counting;

import java.time.Instant;
import java.util.Map;
import sealswarm.ledger.journal.Period;

/**
 * Which receipts a period's close looks at: of each stream the first n.
 *
 * @param period the period
 * @param asOf the moment of the cut
 * @param streams stream to its last number within the cut
 */
public record Cut(Period period, Instant asOf, Map<String, Long> streams) {
    /** Copies the streams. */
    public Cut {
        streams = Map.copyOf(streams);
    }

    /** Whether the cut holds {@code entry}. */
    public boolean holds(ReceiptEntry entry) {
        return entry.arrival().n() <= streams.getOrDefault(entry.arrival().stream(), 0L);
    }
}
