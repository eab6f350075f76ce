package sealswarm.license.server.grant;

import org.junit.jupiter.api.AfterEach;
import sealswarm.license.server.ScratchDatabase;

class MongoGrantStoreIT extends GrantStoreContract {
    private final ScratchDatabase scratch = ScratchDatabase.open();

    @Override
    GrantStore store() {
        return new MongoGrantStore(scratch.database());
    }

    @AfterEach
    void close() {
        scratch.close();
    }
}
