package sealswarm.license.server.identity;

import java.net.URI;
import java.util.Optional;
import sealswarm.console.settings.SecretText;
import sealswarm.embedded.keycloak.SharedKeycloak;

/** The identity server of the tests: the one named by {@code SEALSWARM_TEST_KEYCLOAK_URL}, else our own child process. */
final class KeycloakUnderTest {
    private KeycloakUnderTest() {}

    static URI url() {
        return given("URL").map(URI::create).orElseGet(() -> SharedKeycloak.instance()
                .baseUrl());
    }

    static AdminAccess administrator() {
        String user = given("ADMIN").orElseGet(() -> SharedKeycloak.instance().adminUser());
        String password =
                given("PASSWORD").orElseGet(() -> SharedKeycloak.instance().adminPassword());
        return AdminAccess.administrator(url(), user, SecretText.of(password));
    }

    private static Optional<String> given(String name) {
        return Optional.ofNullable(System.getenv("SEALSWARM_TEST_KEYCLOAK_" + name));
    }
}
