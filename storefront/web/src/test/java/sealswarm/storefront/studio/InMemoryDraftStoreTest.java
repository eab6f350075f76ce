package sealswarm.storefront.studio;

class InMemoryDraftStoreTest extends DraftStoreContract {
    @Override
    DraftStore store() {
        return new InMemoryDraftStore();
    }
}
