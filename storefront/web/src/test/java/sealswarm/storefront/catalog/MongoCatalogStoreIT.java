package sealswarm.storefront.catalog;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import sealswarm.storefront.StoreOfTrial;

class MongoCatalogStoreIT extends CatalogStoreContract {
    private static StoreOfTrial trial;

    @BeforeAll
    static void open(@TempDir Path directory) throws Exception {
        trial = new StoreOfTrial(directory, "catalog");
    }

    @AfterAll
    static void close() {
        trial.close();
    }

    @Override
    CatalogStore store() {
        return new MongoCatalogStore(trial.work());
    }
}
