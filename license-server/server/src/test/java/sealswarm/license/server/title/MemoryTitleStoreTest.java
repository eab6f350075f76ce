package sealswarm.license.server.title;

class MemoryTitleStoreTest extends TitleStoreContract {
    @Override
    TitleStore store() {
        return new MemoryTitleStore();
    }
}
