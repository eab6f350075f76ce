package sealswarm.license.server.metering;

class MemoryReceiptStoreTest extends ReceiptStoreContract {
    private final MemoryReceiptStore store = new MemoryReceiptStore();

    @Override
    ReceiptStore store() {
        return store;
    }

    @Override
    long evidence(ReceiptStore same) {
        return store.forks().size();
    }
}
