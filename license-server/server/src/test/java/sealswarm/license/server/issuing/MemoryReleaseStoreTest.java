package sealswarm.license.server.issuing;

class MemoryReleaseStoreTest extends ReleaseStoreContract {
    @Override
    ReleaseStore store() {
        return new MemoryReleaseStore();
    }
}
