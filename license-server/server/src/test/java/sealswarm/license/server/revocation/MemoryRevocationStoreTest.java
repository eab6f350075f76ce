package sealswarm.license.server.revocation;

class MemoryRevocationStoreTest extends RevocationStoreContract {
    private final MemoryRevocationStore store = new MemoryRevocationStore();

    @Override
    RevocationStore store() {
        return store;
    }
}
