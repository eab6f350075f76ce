package sealswarm.license.server.royalty;

import java.util.Collection;
import java.util.Map;
import sealswarm.ledger.counting.PlayFacts;
import sealswarm.ledger.counting.ReceiptEntry;

/** The stored play receipts, and what counting asks about grants and tracks. Blocking. */
public interface PlaySource extends PlayFacts {
    /** How far each stream of receipts has been stored, without holes: what a cut taken now holds. */
    Map<String, Long> streams();

    /** All entries stored within {@code streams}, in any order. */
    Collection<ReceiptEntry> entries(Map<String, Long> streams);
}
