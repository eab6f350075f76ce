package sealswarm.license.server.royalty;

import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import sealswarm.ledger.journal.Period;
import sealswarm.ledger.royalty.ContractVersion;
import sealswarm.ledger.statement.StatementDocument;

/** The stores of the royalty room in memory; every write is durable at once. */
public final class MemoryBooks {
    private MemoryBooks() {}

    public static final class Contracts implements ContractStore {
        private final TreeMap<String, ContractVersion> versions = new TreeMap<>();

        @Override
        public synchronized ContractVersion insert(ContractVersion version) {
            String id = String.format("%s:%06d", version.contractId(), version.version());
            ContractVersion before = versions.putIfAbsent(id, version);
            return before == null ? version : before;
        }

        @Override
        public synchronized List<ContractVersion> versions(String contractId) {
            return versions.values().stream()
                    .filter(each -> each.contractId().equals(contractId))
                    .toList();
        }

        @Override
        public synchronized List<ContractVersion> all() {
            return List.copyOf(versions.values());
        }
    }

    public static final class Statements implements StatementStore {
        private final TreeMap<String, StatementDocument> statements = new TreeMap<>();

        @Override
        public synchronized StatementDocument insert(StatementDocument statement) {
            StatementDocument before =
                    statements.putIfAbsent(statement.statement().statementId(), statement);
            return before == null ? statement : before;
        }

        @Override
        public synchronized Optional<StatementDocument> find(String statementId) {
            return Optional.ofNullable(statements.get(statementId));
        }

        @Override
        public synchronized List<StatementDocument> of(Period period) {
            return statements.values().stream()
                    .filter(each -> each.statement().period().equals(period))
                    .toList();
        }
    }
}
