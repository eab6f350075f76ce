package sealswarm.license.server.revocation;

import org.junit.jupiter.api.AfterEach;
import sealswarm.license.server.ScratchDatabase;

class MongoRevocationStoreIT extends RevocationStoreContract {
    private final ScratchDatabase scratch = ScratchDatabase.open();

    @Override
    RevocationStore store() {
        return new MongoRevocationStore(scratch.database());
    }

    @AfterEach
    void close() {
        scratch.close();
    }
}
