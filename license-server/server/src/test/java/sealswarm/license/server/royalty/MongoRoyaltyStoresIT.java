package sealswarm.license.server.royalty;

import org.junit.jupiter.api.AfterEach;
import sealswarm.license.server.ScratchDatabase;

class MongoRoyaltyStoresIT extends RoyaltyStoresContract {
    private final ScratchDatabase scratch = ScratchDatabase.open();

    @Override
    ContractStore contracts() {
        return new MongoContractStore(scratch.database());
    }

    @Override
    StatementStore statements() {
        return new MongoStatementStore(scratch.database());
    }

    @AfterEach
    void close() {
        scratch.close();
    }
}
