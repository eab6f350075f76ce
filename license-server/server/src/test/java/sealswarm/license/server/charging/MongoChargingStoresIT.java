package sealswarm.license.server.charging;

import org.junit.jupiter.api.AfterEach;
import sealswarm.license.server.ScratchDatabase;

class MongoChargingStoresIT extends ChargingStoresContract {
    private final ScratchDatabase scratch = ScratchDatabase.open();

    @Override
    OfferStore offers() {
        return new MongoOfferStore(scratch.database());
    }

    @Override
    ChargeStore charges() {
        return new MongoChargeStore(scratch.database());
    }

    @Override
    VoucherStore vouchers() {
        return new MongoVoucherStore(scratch.database());
    }

    @AfterEach
    void close() {
        scratch.close();
    }
}
