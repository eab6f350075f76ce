package sealswarm.ledger.statement;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import sealswarm.ledger.counting.ReasonCode;
import sealswarm.ledger.journal.Period;
import sealswarm.ledger.journal.Sha256;
import sealswarm.ledger.royalty.ContractVersion.Party;

/**
 * What one party earned by one contract in one closed period. Never changed; its canonical bytes are the document.
 *
 * @param typ {@link #TYPE}
 * @param v 1
 * @param statementId {@code contract:period:party:rev}
 * @param rev 1
 * @param restates the statement it replaces, or {@code none}
 * @param contractId the contract
 * @param contractVersions the versions its lines fall under, rising
 * @param rightsType what is licensed
 * @param period the period
 * @param party who earns
 * @param currency of all amounts
 * @param policy id of the rounding policy
 * @param countingRule id of the counting rule
 * @param cutSeq place of the cut in the journal
 * @param asOf moment of the cut
 * @param lines what was used, by contract version, line and context
 * @param excluded plays of the contract's titles that bear no royalty, by reason
 * @param tieOut how it comes from the last statement
 * @param receiptRoot RFC 6962 root over all receipts the cut judged
 */
public record Statement(
        String typ,
        int v,
        String statementId,
        int rev,
        String restates,
        String contractId,
        List<Integer> contractVersions,
        String rightsType,
        Period period,
        Party party,
        String currency,
        String policy,
        String countingRule,
        long cutSeq,
        Instant asOf,
        List<StatementLine> lines,
        Map<ReasonCode, Long> excluded,
        TieOut tieOut,
        Sha256 receiptRoot) {
    /** Document type. */
    public static final String TYPE = "sealswarm/1/statement";
    /** The word for a statement that replaces none. */
    public static final String RESTATES_NONE = "none";

    public Statement {
        contractVersions = List.copyOf(contractVersions);
        lines = List.copyOf(lines);
        excluded = Collections.unmodifiableMap(new TreeMap<>(excluded));
    }

    /** The id of a statement. */
    public static String id(String contractId, Period period, String party, int rev) {
        return contractId + ":" + period + ":" + party + ":" + rev;
    }
}
