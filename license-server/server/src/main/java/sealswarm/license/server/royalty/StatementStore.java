package sealswarm.license.server.royalty;

import java.util.List;
import java.util.Optional;
import sealswarm.ledger.journal.Period;
import sealswarm.ledger.statement.StatementDocument;

/** Collection {@code statements}: insert-only. Blocking; thread-safe; what returns is durable. */
public interface StatementStore {
    /** Stores a statement unless its id is there; returns what is there afterwards. */
    StatementDocument insert(StatementDocument statement);

    Optional<StatementDocument> find(String statementId);

    /** All statements of a period, by id. */
    List<StatementDocument> of(Period period);
}
