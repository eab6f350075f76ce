package sealswarm.license.server.title;

import org.junit.jupiter.api.AfterEach;
import sealswarm.license.server.ScratchDatabase;

class MongoTitleStoreIT extends TitleStoreContract {
    private final ScratchDatabase scratch = ScratchDatabase.open();

    @Override
    TitleStore store() {
        return new MongoTitleStore(scratch.database());
    }

    @AfterEach
    void close() {
        scratch.close();
    }
}
