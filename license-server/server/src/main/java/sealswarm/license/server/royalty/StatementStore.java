package sealswarm.license.server.royalty;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import sealswarm.ledger.journal.Period;
import sealswarm.ledger.statement.StatementDocument;

/** Collection {@code statements}: insert-only. Blocking; thread-safe; what returns is durable. */
public interface StatementStore {
    /** Stores a statement unless its id is there; returns what is there afterwards. */
    StatementDocument insert(StatementDocument statement);

    Optional<StatementDocument> find(String statementId);

    /** All statements of a period, by id. */
    List<StatementDocument> of(Period period);

    /** The stored texts of all statements of a period by id, as they are and not read: what an audit compares. */
    default Map<String, String> texts(Period period) {
        Map<String, String> texts = new TreeMap<>();
        of(period).forEach(each -> texts.put(each.statement().statementId(), each.text()));
        return texts;
    }
}
