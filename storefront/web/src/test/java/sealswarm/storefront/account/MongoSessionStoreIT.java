package sealswarm.storefront.account;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import sealswarm.storefront.StoreOfTrial;

class MongoSessionStoreIT extends SessionStoreContract {
    private static StoreOfTrial trial;

    @BeforeAll
    static void open(@TempDir Path directory) throws Exception {
        trial = new StoreOfTrial(directory, "sessions");
    }

    @AfterAll
    static void close() {
        trial.close();
    }

    @Override
    SessionStore store() {
        return new MongoSessionStore(trial.work());
    }
}
