package sealswarm.embedded;

import java.io.IOException;
import java.nio.file.Path;
import sealswarm.embedded.keycloak.KeycloakProcess;
import sealswarm.embedded.keycloak.SharedKeycloak;
import sealswarm.embedded.store.EmbeddedStore;

/**
 * A store and a Keycloak in a process of their own, as external partners for the contract suites of other modules: prints the
 * variables that lead there and stays until its standard input ends. The argument is a directory for both.
 */
public final class PartnersMain {
    private PartnersMain() {}

    /** See {@code docs/architecture/embedded.md}. */
    public static void main(String[] arguments) throws IOException {
        Path data = Path.of(arguments[0]);
        try (EmbeddedStore store = EmbeddedStore.open(data.resolve("store"));
                KeycloakProcess keycloak =
                        KeycloakProcess.start(SharedKeycloak.settings(data.resolve("keycloak")), line -> {})) {
            System.out.println("export SEALSWARM_TEST_MONGO_URI='" + store.connectionUri() + "'");
            System.out.println("export SEALSWARM_TEST_KEYCLOAK_URL=" + keycloak.baseUrl());
            System.out.println("export SEALSWARM_TEST_KEYCLOAK_ADMIN=" + keycloak.adminUser());
            System.out.println("export SEALSWARM_TEST_KEYCLOAK_PASSWORD=" + keycloak.adminPassword());
            System.out.flush();
            while (System.in.read() >= 0) {
                // whoever started it keeps the other end open for as long as it is needed
            }
        }
    }
}
