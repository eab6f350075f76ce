package sealswarm.license.server.charging;

class MemoryChargingStoresTest extends ChargingStoresContract {
    @Override
    OfferStore offers() {
        return new MemoryStores.Offers();
    }

    @Override
    ChargeStore charges() {
        return new MemoryStores.Charges();
    }

    @Override
    VoucherStore vouchers() {
        return new MemoryStores.Vouchers();
    }
}
