package sealswarm.license.server.royalty;

import java.util.List;
import java.util.Optional;
import sealswarm.ledger.LedgerException;
import sealswarm.ledger.LedgerException.Reason;
import sealswarm.ledger.journal.BookState;
import sealswarm.ledger.journal.Period;
import sealswarm.ledger.royalty.ContractHistory;
import sealswarm.ledger.royalty.ContractVersion;
import sealswarm.license.problem.ProblemType;
import sealswarm.license.server.http.ProblemException;
import sealswarm.license.server.ledger.Journal;

/** Takes in contract versions. */
public final class ContractDesk {
    private final ContractStore store;
    private final Journal journal;

    public ContractDesk(ContractStore store, Journal journal) {
        this.store = store;
        this.journal = journal;
    }

    /**
     * Stores the next version of a contract; the same one again changes nothing.
     *
     * @throws ProblemException {@code idempotency-mismatch} if the version is stored otherwise
     * @throws LedgerException {@code period-not-open} if it would begin in a period that is cut, {@code malformed} if it does not
     *     follow the version before
     */
    public ContractVersion store(ContractVersion version) {
        List<ContractVersion> before = store.versions(version.contractId());
        if (version.version() <= before.size()) {
            return same(before.get(version.version() - 1), version);
        }
        if (before.isEmpty()) {
            new ContractHistory(List.of(version));
        } else {
            ContractHistory.checkNext(before.get(before.size() - 1), version);
        }
        Optional<Period> open = journal.read(BookState::firstOpenPeriod);
        if (open.filter(first -> version.validFrom().isBefore(first.start())).isPresent()) {
            throw new LedgerException(
                    Reason.PERIOD_NOT_OPEN,
                    "validFrom: " + Period.of(version.validFrom()) + " is closed; the first open period is "
                            + open.orElseThrow());
        }
        return same(store.insert(version), version);
    }

    private static ContractVersion same(ContractVersion stored, ContractVersion sent) {
        if (!stored.hash().equals(sent.hash())) {
            throw ProblemException.of(
                    ProblemType.IDEMPOTENCY_MISMATCH,
                    "version " + sent.version() + " of " + sent.contractId()
                            + " is stored otherwise; versions never change");
        }
        return stored;
    }
}
