package sealswarm.storefront.catalog;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import sealswarm.storefront.StoreOfTrial;

class MongoShopFileStoreIT extends ShopFileStoreContract {
    private static StoreOfTrial trial;

    @BeforeAll
    static void open(@TempDir Path directory) throws Exception {
        trial = new StoreOfTrial(directory, "files");
    }

    @AfterAll
    static void close() {
        trial.close();
    }

    @Override
    ShopFileStore store() {
        return new MongoShopFileStore(trial.work());
    }
}
