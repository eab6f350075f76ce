package sealswarm.onebox.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import sealswarm.console.settings.SecretText;
import sealswarm.embedded.keycloak.HeadlessBrowser;
import sealswarm.embedded.keycloak.HeadlessSignIn;
import sealswarm.embedded.keycloak.KeycloakSettings;
import sealswarm.embedded.keycloak.Page;
import sealswarm.embedded.keycloak.SharedKeycloak;
import sealswarm.embedded.store.EmbeddedStore;
import sealswarm.license.server.http.Role;
import sealswarm.license.server.identity.AdminAccess;
import sealswarm.license.server.identity.KeycloakDirectory;
import sealswarm.onebox.OneboxMain;
import sealswarm.trial.crash.ChildJvm;

/** {@code serve} as a process: told to end, killed, started twice, with partners of its own and with external ones. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ServeIT {
    private static final String PASSWORD = "a-good-password";

    @TempDir
    static Path data;

    @TempDir
    Path other;

    @Test
    @Order(1)
    void endsAtOnceAndLeavesNothingWhenToldWhileItIsStarting() throws Exception {
        try (ChildJvm serve = serve(data, ShopPorts.ANY.reserve(new SecureRandom()))) {
            long keycloak = awaitKeycloak();
            ProcessHandle.of(serve.pid()).orElseThrow().destroy();
            assertEquals(143, serve.await());
            assertGone(keycloak);
            assertTrue(serve.says(line -> line.contains("\"code\":\"terminated\",\"exit\":143")), () -> serve.lines()
                    .toString());
        }
    }

    @Test
    @Order(2)
    void keepsAccountsOverKillNineRefusesASecondOneAndEndsCleanly() throws Exception {
        ShopPorts ports = ShopPorts.ANY.reserve(new SecureRandom());
        try (ChildJvm serve = serve(data, ports)) {
            assertOpens(serve);
            addAnna(ports);
            assertSignsIn(ports);
            assertOwnersOnly("client-storefront.secret", "client-license-server.secret", "kek");
            assertRefused(
                    serve(data, ShopPorts.ANY.reserve(new SecureRandom())),
                    "\"code\":\"store\"",
                    "in use by another process");
            assertRefused(
                    serve(other, ports),
                    "\"code\":\"port-in-use\"",
                    "port " + ports.storefront() + " (storefront-port) is in use");
            assertFalse(Files.exists(other.resolve("store")));
            useItsKeycloakFromAnotherMachine(ports);
            long keycloak = keycloakPid();
            serve.kill();
            assertGone(keycloak);
        }
        try (ChildJvm again = serve(data, ports)) {
            assertOpens(again);
            assertSignsIn(ports);
            assertEquals(200, status(ShopPorts.url(ports.licenseServer()).resolve("/health/ready")));
            assertEquals(200, status(ShopPorts.url(ports.edgeHttp()).resolve("/health/ready")));
            long keycloak = keycloakPid();
            ProcessHandle.of(again.pid()).orElseThrow().destroy();
            assertEquals(143, again.await());
            assertGone(keycloak);
            assertFalse(Files.exists(data.resolve("keycloak/keycloak.pid")), "a clean end forgets the child");
        }
        // Nothing holds them any more.
        assertEquals(ports, ports.reserve(new SecureRandom()));
    }

    /** A store over TCP and a Keycloak that others run: the shop starts none of its own. */
    private void useItsKeycloakFromAnotherMachine(ShopPorts itsPorts) throws Exception {
        ShopPorts ports = ShopPorts.ANY.reserve(new SecureRandom());
        Path password = Files.writeString(other.resolve("password"), adminPassword() + "\n");
        Files.setPosixFilePermissions(password, PosixFilePermissions.fromString("rw-------"));
        try (EmbeddedStore store = EmbeddedStore.open(other.resolve("external-store"));
                ChildJvm serve = serve(
                        other.resolve("shop"),
                        ports,
                        "--mongo-uri",
                        store.connectionUri(),
                        "--keycloak-url",
                        ShopPorts.url(itsPorts.keycloak()).toString(),
                        "--keycloak-admin",
                        "sealswarm-admin",
                        "--keycloak-admin-password-file",
                        password.toString())) {
            assertOpens(serve);
            assertSignsIn(ports);
            assertFalse(Files.exists(other.resolve("shop/store")), "a store of its own");
            assertFalse(Files.exists(other.resolve("shop/keycloak")), "a Keycloak of its own");
            ProcessHandle.of(serve.pid()).orElseThrow().destroy();
            assertEquals(143, serve.await());
        }
        assertEquals(200, status(ShopPorts.url(itsPorts.keycloak()).resolve("/realms/sealswarm")), "not ours to end");
    }

    private static ChildJvm serve(Path data, ShopPorts ports, String... more) {
        KeycloakSettings keycloak = SharedKeycloak.settings(data);
        List<String> arguments = new ArrayList<>(List.of(
                "serve",
                "--json-lines",
                "--data",
                data.toString(),
                "--keycloak-zip",
                keycloak.distribution().toString(),
                "--storefront-port",
                Integer.toString(ports.storefront()),
                "--license-server-port",
                Integer.toString(ports.licenseServer()),
                "--edge-http-port",
                Integer.toString(ports.edgeHttp()),
                "--edge-peer-port",
                Integer.toString(ports.edgePeer()),
                "--keycloak-port",
                Integer.toString(ports.keycloak()),
                "--keycloak-management-port",
                Integer.toString(ports.keycloakManagement())));
        arguments.addAll(Arrays.asList(more));
        return ChildJvm.start(OneboxMain.class, List.of(), arguments.toArray(new String[0]));
    }

    /** One look takes two minutes at most; a machine with much else to do gets three of them. */
    private static void assertOpens(ChildJvm serve) {
        boolean open = false;
        for (int looks = 0; looks < 3 && !open; looks++) {
            open = serve.says(line -> line.contains("\"event\":\"open\""));
        }
        assertTrue(open, () -> serve.lines().toString());
    }

    private static void assertRefused(ChildJvm serve, String code, String why) {
        try (serve) {
            assertEquals(1, serve.await(), () -> serve.lines().toString());
            assertTrue(
                    serve.lines().stream().anyMatch(line -> line.contains(code) && line.contains(why)),
                    () -> serve.lines().toString());
        }
    }

    private static long awaitKeycloak() throws Exception {
        for (int i = 0; i < 1_200 && !Files.exists(data.resolve("keycloak/keycloak.pid")); i++) {
            Thread.sleep(50);
        }
        return keycloakPid();
    }

    private static long keycloakPid() throws IOException {
        return Long.parseLong(
                Files.readString(data.resolve("keycloak/keycloak.pid")).split(" ", -1)[0]);
    }

    private static void assertGone(long pid) throws Exception {
        ProcessHandle process = ProcessHandle.of(pid).orElse(null);
        if (process != null) {
            process.onExit().get(60, TimeUnit.SECONDS);
        }
    }

    private static String adminPassword() throws IOException {
        return Files.readString(data.resolve("keycloak/keycloak-admin.secret")).strip();
    }

    private static void addAnna(ShopPorts ports) throws IOException {
        AdminAccess administrator = AdminAccess.administrator(
                ShopPorts.url(ports.keycloak()), "sealswarm-admin", SecretText.of(adminPassword()));
        try (KeycloakDirectory accounts = new KeycloakDirectory(administrator, IdentityServer.REALM)) {
            accounts.ensure(
                    new KeycloakDirectory.Person("anna", "anna@example.org", "Anna", "A", Set.of(Role.BUYER)),
                    SecretText.of(PASSWORD));
        }
    }

    private static void assertSignsIn(ShopPorts ports) {
        URI storefront = ShopPorts.url(ports.storefront());
        Page back = new HeadlessSignIn(new HeadlessBrowser(), "anna", PASSWORD)
                .open(storefront.resolve("/sign-in?return=/library"));
        assertEquals(storefront.getAuthority(), back.address().getAuthority());
        assertEquals("/library", back.address().getPath());
    }

    private static void assertOwnersOnly(String... secrets) throws IOException {
        for (String secret : secrets) {
            Path file = data.resolve("secrets").resolve(secret);
            assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)), secret);
        }
    }

    private static int status(URI address) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }
}
