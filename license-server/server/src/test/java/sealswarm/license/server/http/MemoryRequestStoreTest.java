package sealswarm.license.server.http;

class MemoryRequestStoreTest extends RequestStoreContract {
    @Override
    RequestStore store() {
        return new MemoryRequestStore();
    }
}
