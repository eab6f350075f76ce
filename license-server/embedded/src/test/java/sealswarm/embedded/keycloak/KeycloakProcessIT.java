package sealswarm.embedded.keycloak;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
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
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sealswarm.trial.Presence;
import sealswarm.trial.crash.ChildJvm;

class KeycloakProcessIT {
    private static final String LOOPBACK_V4 = "0100007F";
    private static final String LOOPBACK_V4_IN_V6 = "0000000000000000FFFF00000100007F";
    private static final String LISTENING = "0A";

    @TempDir
    Path data;

    /** One life after the other, since each start takes its time. */
    @Test
    void endsWithItsKilledParentAndLetsOnlyItsAdministratorInWhenStartedAgain() throws Exception {
        try (ChildJvm parent = ChildJvm.start(
                KeycloakParentMain.class,
                List.of("-Dsealswarm.root=" + System.getProperty("sealswarm.root")),
                data.toString())) {
            assertTrue(parent.says(line -> line.startsWith("keycloak ")), () -> String.valueOf(parent.lines()));
            ProcessHandle orphan = ProcessHandle.of(pid(parent)).orElseThrow();
            parent.kill();
            orphan.onExit().get(30, TimeUnit.SECONDS);
            assertFalse(orphan.isAlive());
        }
        assertEquals(
                "rw-------",
                PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve("keycloak-admin.secret"))));
        long pid;
        try (KeycloakProcess keycloak = KeycloakProcess.start(SharedKeycloak.settings(data), line -> {})) {
            pid = keycloak.pid();
            assertEquals(200, signIn(keycloak, keycloak.adminPassword()));
            assertTrue(signIn(keycloak, "wrong") >= 400);
            assertListensOnLoopbackOnly(pid);
        }
        assertTrue(ProcessHandle.of(pid).isEmpty(), "the child outlives its close");
    }

    private static long pid(ChildJvm parent) {
        return parent.lines().stream()
                .filter(line -> line.startsWith("keycloak "))
                .mapToLong(line -> Long.parseLong(line.substring("keycloak ".length())))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void saysWhichPortIsInUse() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            KeycloakSettings settings = SharedKeycloak.settings(data);
            KeycloakException refused = assertThrows(
                    KeycloakException.class,
                    () -> KeycloakProcess.start(
                            new KeycloakSettings(
                                    settings.distribution(), settings.cache(), data, taken.getLocalPort(), 0),
                            line -> {}));
            assertEquals(
                    "Keycloak's port " + taken.getLocalPort()
                            + " is in use (fix: name another port, or stop the other process)",
                    refused.getMessage());
        }
    }

    @Test
    void refusesToGoOnWithoutThePasswordOfItsAccounts() throws Exception {
        Files.writeString(data.resolve("keycloak.initialized"), "");
        KeycloakException refused = assertThrows(
                KeycloakException.class, () -> KeycloakProcess.start(SharedKeycloak.settings(data), line -> {}));
        assertTrue(String.valueOf(refused.getMessage()).contains("password is missing"), refused::toString);
    }

    private static int signIn(KeycloakProcess keycloak, String password) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create(keycloak.baseUrl() + "/realms/master/protocol/openid-connect/token"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString("grant_type=password&client_id=admin-cli&username="
                        + keycloak.adminUser() + "&password=" + password))
                .build();
        return HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    /** By the kernel's own tables: every listening socket that the process holds. */
    private static void assertListensOnLoopbackOnly(long pid) throws IOException {
        Presence.require(Files.isDirectory(Path.of("/proc/self/fd")), "no /proc to look for listening sockets in");
        Set<String> sockets = new HashSet<>();
        try (Stream<Path> descriptors = Files.list(Path.of("/proc/" + pid + "/fd"))) {
            for (Path descriptor : (Iterable<Path>) descriptors::iterator) {
                sockets.add(Files.readSymbolicLink(descriptor).toString());
            }
        }
        int listening = 0;
        for (String table : List.of("/proc/net/tcp", "/proc/net/tcp6", "/proc/net/udp", "/proc/net/udp6")) {
            for (String line : Files.readAllLines(Path.of(table))) {
                String[] fields = line.strip().split("\\s+", -1);
                boolean ours = fields.length > 9 && sockets.contains("socket:[" + fields[9] + "]");
                if (ours && (fields[3].equals(LISTENING) || table.contains("udp"))) {
                    String address = fields[1].substring(0, fields[1].indexOf(':'));
                    assertTrue(
                            address.equals(LOOPBACK_V4) || address.equals(LOOPBACK_V4_IN_V6),
                            "listens beyond loopback: " + line);
                    listening++;
                }
            }
        }
        assertTrue(listening >= 2, "sees " + listening + " listening sockets");
    }
}
