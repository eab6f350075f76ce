package sealswarm.license.server.keystore;

class MemorySecretStoreTest extends SecretStoreContract {
    @Override
    SecretStore store() {
        return new MemorySecretStore();
    }
}
