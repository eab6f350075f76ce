package sealswarm.license.server.device;

import org.junit.jupiter.api.AfterEach;
import sealswarm.license.server.ScratchDatabase;

class MongoDeviceStoreIT extends DeviceStoreContract {
    private final ScratchDatabase scratch = ScratchDatabase.open();

    @Override
    DeviceStore store() {
        return new MongoDeviceStore(scratch.database());
    }

    @AfterEach
    void close() {
        scratch.close();
    }
}
