package sealswarm.storefront.order;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import sealswarm.storefront.StoreOfTrial;

class MongoOrderStoreIT extends OrderStoreContract {
    private static StoreOfTrial trial;

    @BeforeAll
    static void open(@TempDir Path directory) throws Exception {
        trial = new StoreOfTrial(directory, "orders");
    }

    @AfterAll
    static void close() {
        trial.close();
    }

    @Override
    OrderStore store() {
        return new MongoOrderStore(trial.work());
    }
}
