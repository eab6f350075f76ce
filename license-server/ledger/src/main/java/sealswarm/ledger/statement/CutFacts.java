package sealswarm.ledger.statement;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import sealswarm.ledger.counting.CountingRule;
import sealswarm.ledger.counting.Cut;
import sealswarm.ledger.journal.Facts;
import sealswarm.ledger.journal.JournalEntry;
import sealswarm.ledger.journal.JournalTime;
import sealswarm.ledger.journal.Period;
import sealswarm.license.wire.WireJson;

/**
 * The facts of a {@code cut} entry: everything a close depends on beside the journal before it.
 *
 * @param asOf the moment of the cut, whole seconds
 * @param streams receipts looked at: of each stream the first n
 * @param contracts highest version of each contract that takes part
 * @param countingRule id of the counting rule
 * @param policy id of the rounding policy
 */
public record CutFacts(
        Instant asOf, Map<String, Long> streams, Map<String, Integer> contracts, String countingRule, String policy) {
    private static final String MEMBER = "cut";

    public CutFacts {
        asOf = JournalTime.whole(asOf);
        streams = Collections.unmodifiableMap(new TreeMap<>(streams));
        contracts = Collections.unmodifiableMap(new TreeMap<>(contracts));
    }

    /** A cut under the policies of this version. */
    public static CutFacts of(Instant asOf, Map<String, Long> streams, Map<String, Integer> contracts) {
        return new CutFacts(asOf, streams, contracts, CountingRule.PLAY_30S.id(), JournalEntry.POLICY);
    }

    /** The facts of a {@code cut} entry. */
    public static CutFacts of(Facts facts) {
        return WireJson.readTree(facts.members().tree(MEMBER), CutFacts.class);
    }

    /** These facts as the entry stores them. */
    public Facts facts() {
        ObjectNode tree = Facts.object();
        tree.set(MEMBER, WireJson.tree(this));
        return Facts.of(tree);
    }

    /** What counting needs of it. */
    public Cut cut(Period period) {
        return new Cut(period, asOf, streams);
    }
}
