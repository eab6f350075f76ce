package sealswarm.license.server.issuing;

import org.junit.jupiter.api.AfterEach;
import sealswarm.license.server.ScratchDatabase;

class MongoReleaseStoreIT extends ReleaseStoreContract {
    private final ScratchDatabase scratch = ScratchDatabase.open();

    @Override
    ReleaseStore store() {
        return new MongoReleaseStore(scratch.database());
    }

    @AfterEach
    void close() {
        scratch.close();
    }
}
