package sealswarm.storefront.catalog;

class InMemoryShopFileStoreTest extends ShopFileStoreContract {
    @Override
    ShopFileStore store() {
        return new InMemoryShopFileStore();
    }
}
