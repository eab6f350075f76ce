package sealswarm.embedded.keycloak;

import java.nio.file.Path;

/** A process that starts Keycloak and waits to be killed; its argument is the data directory. */
public final class KeycloakParentMain {
    private KeycloakParentMain() {}

    public static void main(String[] arguments) throws InterruptedException {
        KeycloakProcess keycloak = KeycloakProcess.start(SharedKeycloak.settings(Path.of(arguments[0])), line -> {});
        System.out.println("keycloak " + keycloak.pid());
        Thread.currentThread().join();
    }
}
