package sealswarm.onebox.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sealswarm.console.exit.Refusal;
import sealswarm.console.settings.SecretText;
import sealswarm.embedded.keycloak.HeadlessBrowser;
import sealswarm.embedded.keycloak.HeadlessSignIn;
import sealswarm.embedded.keycloak.KeycloakSettings;
import sealswarm.embedded.keycloak.Page;
import sealswarm.embedded.keycloak.SharedKeycloak;
import sealswarm.license.server.http.Role;
import sealswarm.license.server.identity.KeycloakDirectory;

class ShopIT {
    @TempDir
    Path data;

    @Test
    void letsABuyerSignInAndKnowsTheAccountAfterARestart() throws Exception {
        ShopPorts ports = ShopPorts.ANY.reserve();
        try (Shop shop = Shop.start(plan(ports), line -> {})) {
            try (KeycloakDirectory accounts = shop.accounts()) {
                accounts.ensure(
                        new KeycloakDirectory.Person("anna", "anna@example.org", "Anna", "A", Set.of(Role.BUYER)),
                        SecretText.of("a-good-password"));
            }
            assertSignsIn(shop.storefront());
            assertEquals(200, status(shop.licenseServer().resolve("/health/ready")));
            assertEquals(200, status(shop.edge().resolve("/health/ready")));
        }
        for (String secret : new String[] {"client-storefront.secret", "client-license-server.secret", "kek"}) {
            assertEquals(
                    "rw-------",
                    PosixFilePermissions.toString(Files.getPosixFilePermissions(
                            data.resolve("secrets").resolve(secret))));
        }
        try (Shop shop = Shop.start(plan(ports), line -> {})) {
            assertSignsIn(shop.storefront());
        }
    }

    @Test
    void saysWhichPortIsInUseAndLeavesNothingRunning() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            ShopPorts ports = new ShopPorts(taken.getLocalPort(), 0, 0, 0, 0, 0);
            Refusal refused = assertThrows(Refusal.class, () -> Shop.start(plan(ports), line -> {}));
            assertEquals("port " + taken.getLocalPort() + " (storefront-port) is in use", refused.message());
            assertEquals(1, refused.exit().code());
        }
        assertTrue(Files.notExists(data.resolve("store")));
    }

    private void assertSignsIn(URI storefront) {
        Page back = new HeadlessSignIn(new HeadlessBrowser(), "anna", "a-good-password")
                .open(storefront.resolve("/sign-in?return=/library"));
        assertEquals(storefront.getAuthority(), back.address().getAuthority());
        assertEquals("/library", back.address().getPath());
    }

    private static int status(URI address) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    private ShopPlan plan(ShopPorts ports) {
        KeycloakSettings keycloak = SharedKeycloak.settings(data);
        return new ShopPlan(
                data,
                ports,
                new ShopPlan.OwnKeycloak(keycloak.distribution(), keycloak.cache(), keycloak.startLimit()),
                Optional.empty(),
                InstantSource.system());
    }
}
