package sealswarm.license.server.keystore;

import org.junit.jupiter.api.AfterEach;
import sealswarm.license.server.ScratchDatabase;

class MongoSecretStoreIT extends SecretStoreContract {
    private final ScratchDatabase scratch = ScratchDatabase.open();

    @Override
    SecretStore store() {
        return new MongoSecretStore(scratch.database());
    }

    @AfterEach
    void close() {
        scratch.close();
    }
}
