package sealswarm.storefront.account;

class InMemorySessionStoreTest extends SessionStoreContract {
    @Override
    SessionStore store() {
        return new InMemorySessionStore();
    }
}
