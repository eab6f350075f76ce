package sealswarm.license.server.metering;

import org.junit.jupiter.api.AfterEach;
import sealswarm.license.server.ScratchDatabase;

class MongoReceiptStoreIT extends ReceiptStoreContract {
    private final ScratchDatabase scratch = ScratchDatabase.open();

    @Override
    ReceiptStore store() {
        return new MongoReceiptStore(scratch.database());
    }

    @Override
    long evidence(ReceiptStore same) {
        return scratch.database().getCollection("receiptForks").countDocuments();
    }

    @AfterEach
    void close() {
        scratch.close();
    }
}
