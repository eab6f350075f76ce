package sealswarm.license.server.identity;

import java.net.URI;
import org.junit.jupiter.api.Assumptions;
import sealswarm.console.settings.SecretText;

/** The identity server of the tests: one named by {@code SEALSWARM_TEST_KEYCLOAK_URL}. */
final class KeycloakUnderTest {
    private KeycloakUnderTest() {}

    static URI url() {
        String given = System.getenv("SEALSWARM_TEST_KEYCLOAK_URL");
        Assumptions.assumeTrue(given != null, "no identity server");
        return URI.create(String.valueOf(given));
    }

    static AdminAccess administrator() {
        return AdminAccess.administrator(
                url(),
                String.valueOf(System.getenv("SEALSWARM_TEST_KEYCLOAK_ADMIN")),
                SecretText.of(String.valueOf(System.getenv("SEALSWARM_TEST_KEYCLOAK_PASSWORD"))));
    }
}
