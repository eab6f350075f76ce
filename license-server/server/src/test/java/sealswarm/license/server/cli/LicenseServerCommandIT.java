package sealswarm.license.server.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mongodb.client.model.Filters;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sealswarm.console.CommandRunner;
import sealswarm.console.ConsoleStreams;
import sealswarm.console.StopSignal;
import sealswarm.console.exit.ExitCode;
import sealswarm.console.exit.Refusal;
import sealswarm.license.device.DeviceRequest.Use;
import sealswarm.license.message.Licenses.LicenseAnswer;
import sealswarm.license.message.Offer;
import sealswarm.license.server.LicenseServer;
import sealswarm.license.server.SampleDevice;
import sealswarm.license.server.SampleShop;
import sealswarm.license.server.SampleTitle;
import sealswarm.license.server.ScratchDatabase;
import sealswarm.license.server.keystore.KekRotation;

/** {@code sealswarm license-server} as an operator meets it: settings, key file, refusals with what, where and fix. */
class LicenseServerCommandIT {
    @TempDir
    private Path directory;

    private final Map<String, String> environment = new HashMap<>();

    private Office.Said run(String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        ConsoleStreams streams = new ConsoleStreams(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                new ByteArrayInputStream(new byte[0]),
                environment,
                directory,
                false,
                InstantSource.system());
        ExitCode exit = CommandRunner.of(new LicenseServerCommand(InstantSource.system(), () -> 0, new SecureRandom()))
                .run(streams, new StopSignal(), arguments);
        return new Office.Said(exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    private void refused(ExitCode exit, String what, String... arguments) {
        Office.Said said = run(arguments);
        assertEquals(exit, said.exit(), said.err());
        assertTrue(said.err().contains(what), said.err());
        assertTrue(said.err().contains("fix:"), said.err());
    }

    private Path secret(String name, String text) throws IOException {
        Path file = directory.resolve(name);
        Files.writeString(file, text);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    @Test
    void checkConfigShowsEverySettingWithItsOriginAndNoSecret() throws Exception {
        secret("uri", "mongodb://user:hunter2@db.example/?replicaSet=rs");
        Files.writeString(
                directory.resolve("sealswarm.yaml"), "keycloak-realm: shop\nlicense-server:\n  http-port: 9000\n");
        environment.put("SEALSWARM_LICENSE_SERVER_DATABASE", "other");
        Office.Said said =
                run("license-server", "--check-config", "--mongo-uri-file", "uri", "--store-connections", "8");
        assertEquals(ExitCode.DONE, said.exit(), said.err());
        assertTrue(said.out().contains("license-server.store-connections = 8  (flag --store-connections)"), said.out());
        assertTrue(said.out().contains("license-server.http-port = 9000  ("), said.out());
        assertTrue(said.out().contains("sealswarm.yaml:3)"), said.out());
        assertTrue(said.out().contains("keycloak-realm = shop  ("), said.out());
        assertTrue(said.out().contains("license-server.database = other  (SEALSWARM_LICENSE_SERVER_DATABASE)"));
        assertTrue(said.out().contains("license-server.http-host = 127.0.0.1  (default)"), said.out());
        assertTrue(said.out().contains("license-server.kek-file =   (unset)"), said.out());
        assertTrue(said.out().contains("mongo-uri-file = [secret]"), said.out());
        assertFalse(said.out().contains("hunter2"), said.out());
    }

    @Test
    void refusesSettingsItCannotReadOrUse() throws Exception {
        secret("uri", "mongodb://127.0.0.1:1/?replicaSet=rs");
        refused(ExitCode.NOT_FOUND, "nowhere.yaml", "license-server", "--config", "nowhere.yaml");
        Files.writeString(directory.resolve("typo.yaml"), "license-server:\n  http-prot: 9000\n");
        refused(ExitCode.USAGE, "unknown key 'http-prot'", "license-server", "--config", "typo.yaml");
        Files.writeString(directory.resolve("torn.yaml"), "license-server: {http-port: 9000\n");
        refused(ExitCode.USAGE, "torn.yaml", "license-server", "--config", "torn.yaml");
        refused(ExitCode.USAGE, "mongo-uri", "license-server");
        refused(
                ExitCode.USAGE,
                "http-port must be 0 to 65535",
                "license-server",
                "--mongo-uri-file",
                "uri",
                "--http-port",
                "65536");
        refused(
                ExitCode.USAGE,
                "is not loopback",
                "license-server",
                "--mongo-uri-file",
                "uri",
                "--http-host",
                "0.0.0.0");
        Files.setPosixFilePermissions(directory.resolve("uri"), PosixFilePermissions.fromString("rw-r--r--"));
        refused(ExitCode.USAGE, "lets others at a secret", "license-server", "--mongo-uri-file", "uri");
    }

    @Test
    void refusesAMissingOpenOrTornKeyFileBeforeItAsksTheStore() throws Exception {
        secret("uri", "mongodb://127.0.0.1:1/?replicaSet=rs");
        String[] start = {"license-server", "--mongo-uri-file", "uri", "--kek-file", ""};
        start[4] = directory.resolve("nowhere").toString();
        refused(ExitCode.NOT_FOUND, "nowhere: no such file", start);
        start[4] = secret("kek", "kek-1 AAAA\n").toString();
        refused(ExitCode.USAGE, "kek: line 1: expected 'id key'", start);
        assertFalse(run(start).err().contains("AAAA"));
        Files.setPosixFilePermissions(directory.resolve("kek"), PosixFilePermissions.fromString("rw-r-----"));
        refused(ExitCode.USAGE, "chmod 600", start);
    }

    @Test
    void refusesTheEmbeddedStoreAndWhatIsNoStore() throws Exception {
        try (ScratchDatabase scratch = ScratchDatabase.open()) {
            secret("uri", scratch.uri());
            refused(ExitCode.USAGE, "embedded store", "license-server", "--mongo-uri-file", "uri");
        }
        secret("wrong", "postgres://user:hunter2@db");
        refused(ExitCode.USAGE, "no MongoDB connection string", "license-server", "--mongo-uri-file", "wrong");
        assertFalse(run("license-server", "--mongo-uri-file", "wrong").err().contains("hunter2"));
    }

    @Test
    void keyFileIsMadePreparedRotatedAndCleanedWithoutShowingAKey() throws Exception {
        Path file = directory.resolve("keys/kek");
        assertEquals(
                ExitCode.DONE,
                run("license-server", "keys", "new", "--kek-file", "keys/kek").exit());
        assertEquals(PosixFilePermissions.fromString("rw-------"), Files.getPosixFilePermissions(file));
        refused(ExitCode.FAILURE, "kek: exists", "license-server", "keys", "new", "--kek-file", "keys/kek");
        change("prepare", "kek-2");
        assertEquals(List.of("kek-2", "kek-1"), ids(file));
        Office.Said rotated = change("rotate", "kek-2");
        assertEquals(List.of("kek-1", "kek-2"), ids(file));
        for (String line : Files.readAllLines(file)) {
            assertFalse(rotated.out().contains(line.substring(line.indexOf(' ') + 1)), rotated.out());
        }
        change("rotate", "kek-3");
        change("remove", "kek-1");
        assertEquals(List.of("kek-2", "kek-3"), ids(file));
        List<String> before = Files.readAllLines(file);
        for (String[] wrong : new String[][] {
            {"prepare", "kek-3"}, {"rotate", "kek-3"}, {"remove", "kek-3"}, {"remove", "kek-9"}, {"rotate", "Key 4"}
        }) {
            refused(
                    ExitCode.USAGE,
                    "kek id",
                    "license-server",
                    "keys",
                    wrong[0],
                    "--kek-file",
                    "keys/kek",
                    "--id",
                    wrong[1]);
        }
        assertEquals(before, Files.readAllLines(file));
        refused(
                ExitCode.NOT_FOUND,
                "no such file",
                "license-server",
                "keys",
                "rotate",
                "--kek-file",
                "none",
                "--id",
                "kek-2");
    }

    private Office.Said change(String command, String id) {
        Office.Said said = run("license-server", "keys", command, "--kek-file", "keys/kek", "--id", id, "--json");
        assertEquals(ExitCode.DONE, said.exit(), said.err());
        return said;
    }

    private static List<String> ids(Path file) throws IOException {
        return Files.readAllLines(file).stream()
                .map(line -> line.substring(0, line.indexOf(' ')))
                .toList();
    }

    @Test
    void keysRotateUnderLoadWithoutARefusedLicenseAndTheOldOneCanGo() throws Exception {
        try (SampleShop shop =
                        new SampleShop(SampleShop.NO_LIMITS, vertx -> SampleShop.plainWords(), Duration.ofMillis(100));
                SampleTitle film = new SampleTitle("demo-studio", "demo-film", "hd");
                SampleDevice device = SampleDevice.enrolled(shop, "anna")) {
            shop.publish(film);
            String grant = shop.grant("anna", film, offer(shop, film), "order-anna");
            AtomicBoolean stop = new AtomicBoolean();
            AtomicInteger licenses = new AtomicInteger();
            CompletableFuture<Void> load = CompletableFuture.runAsync(() -> {
                while (!stop.get()) {
                    device.open(license(device, grant));
                    licenses.incrementAndGet();
                }
            });
            keys(shop, "rotate", "kek-2");
            until(() -> under(shop, "titles", "kek-2") == 1 && under(shop, "serverKeys", "kek-1") == 0);
            assertEquals(0, under(shop, "titles", "kek-1"));
            keys(shop, "remove", "kek-1");
            shop.pass(KekRotation.HOLD);
            int before = licenses.get();
            until(() -> load.isDone() || licenses.get() >= before + 3);
            stop.set(true);
            load.get(20, TimeUnit.SECONDS);
            assertEquals(200, ready(shop));
            await(await(shop.another(0, shop.kekFile())).close());
            refusesAnotherKeyAndATakenPort(shop);
        }
    }

    private void refusesAnotherKeyAndATakenPort(SampleShop shop) throws Exception {
        assertEquals(
                ExitCode.DONE,
                run("license-server", "keys", "new", "--kek-file", "other").exit());
        Refusal wrongKey = refusal(shop, 0, directory.resolve("other"));
        assertEquals(ExitCode.USAGE, wrongKey.exit());
        assertTrue(String.valueOf(wrongKey.getMessage()).contains("kek-2"), wrongKey.getMessage());
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Refusal port = refusal(shop, taken.getLocalPort(), shop.kekFile());
            assertEquals(ExitCode.FAILURE, port.exit());
            assertEquals("port " + taken.getLocalPort() + " is in use", port.getMessage());
        }
    }

    private static Refusal refusal(SampleShop shop, int port, Path kekFile) {
        ExecutionException failed = assertThrows(ExecutionException.class, () -> {
            LicenseServer started = await(shop.another(port, kekFile));
            await(started.close());
        });
        return (Refusal) Objects.requireNonNull(failed.getCause());
    }

    private static <T> T await(io.vertx.core.Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
    }

    private static void until(BooleanSupplier wanted) throws InterruptedException {
        for (int i = 0; i < 600 && !wanted.getAsBoolean(); i++) {
            Thread.sleep(50);
        }
        assertTrue(wanted.getAsBoolean(), "not within 30 s");
    }

    private static Offer offer(SampleShop shop, SampleTitle film) {
        return shop.own(film);
    }

    private static LicenseAnswer license(SampleDevice device, String grant) {
        try {
            return device.license(grant, Use.STREAM);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    private void keys(SampleShop shop, String command, String id) {
        Office.Said said = run(
                "license-server", "keys", command, "--kek-file", shop.kekFile().toString(), "--id", id);
        assertEquals(ExitCode.DONE, said.exit(), said.err());
    }

    private static long under(SampleShop shop, String collection, String kek) {
        return shop.database().getCollection(collection).countDocuments(Filters.eq("kekId", kek));
    }

    private static int ready(SampleShop shop) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(shop.issuer() + "/health/ready"))
                .build();
        return HttpClient.newHttpClient()
                .send(request, BodyHandlers.discarding())
                .statusCode();
    }
}
