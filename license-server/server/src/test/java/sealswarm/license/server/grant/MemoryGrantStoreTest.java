package sealswarm.license.server.grant;

class MemoryGrantStoreTest extends GrantStoreContract {
    @Override
    GrantStore store() {
        return new MemoryGrantStore();
    }
}
