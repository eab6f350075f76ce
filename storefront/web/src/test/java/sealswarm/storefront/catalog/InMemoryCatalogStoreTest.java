package sealswarm.storefront.catalog;

class InMemoryCatalogStoreTest extends CatalogStoreContract {
    @Override
    CatalogStore store() {
        return new InMemoryCatalogStore();
    }
}
