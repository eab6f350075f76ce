package sealswarm.license.server.http;

import org.junit.jupiter.api.AfterEach;
import sealswarm.license.server.ScratchDatabase;

class MongoRequestStoreIT extends RequestStoreContract {
    private final ScratchDatabase scratch = ScratchDatabase.open();

    @Override
    RequestStore store() {
        return new MongoRequestStore(scratch.database());
    }

    @AfterEach
    void close() {
        scratch.close();
    }
}
