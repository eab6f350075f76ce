package sealswarm.storefront.studio;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import sealswarm.storefront.StoreOfTrial;

class MongoDraftStoreIT extends DraftStoreContract {
    private static StoreOfTrial trial;

    @BeforeAll
    static void open(@TempDir Path directory) throws Exception {
        trial = new StoreOfTrial(directory, "drafts");
    }

    @AfterAll
    static void close() {
        trial.close();
    }

    @Override
    DraftStore store() {
        return new MongoDraftStore(trial.work());
    }
}
