package sealswarm.onebox.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sealswarm.console.settings.SecretText;
import sealswarm.embedded.store.EmbeddedStore;
import sealswarm.onebox.doctor.Finding.Verdict;
import sealswarm.onebox.serve.ShopPlan;
import sealswarm.onebox.serve.ShopPorts;

class CheckupTest {
    private static final Machine GOOD = new Machine(17, 2, OptionalLong.of(8L << 30));

    @TempDir
    Path directory;

    private Path zip;

    @BeforeEach
    void layOutAZip() throws Exception {
        zip = Files.write(directory.resolve("keycloak.zip"), new byte[] {'P', 'K', 3, 4});
    }

    @Test
    void findsAGoodMachineGoodAndMakesNothing() {
        Path data = directory.resolve("new/shop");
        List<Finding> findings = new Checkup(plan(data, ShopPorts.ANY, Optional.empty(), own()), GOOD).run();
        assertEquals(
                List.of(),
                findings.stream()
                        .filter(each -> each.verdict() == Verdict.FAILED)
                        .toList());
        assertEquals(13, findings.size());
        assertFalse(Files.exists(directory.resolve("new")));
    }

    @Test
    void namesEachPortThatIsTaken() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            ShopPorts ports = new ShopPorts(0, 0, taken.getLocalPort(), 0, 0, 0);
            Finding failed = only(plan(directory, ports, Optional.empty(), own()));
            assertEquals(
                    Finding.failed(
                            "port",
                            taken.getLocalPort() + " (edge-http-port) is in use",
                            "another --edge-http-port, or stop the other process"),
                    failed);
        }
    }

    @Test
    void seesThatAShopIsOpenOnTheSameData() {
        try (EmbeddedStore store = EmbeddedStore.open(directory.resolve("store"))) {
            Finding failed = only(plan(directory, ShopPorts.ANY, Optional.empty(), own()));
            assertEquals("a shop is open on " + directory, failed.detail(), store::toString);
        }
        assertTrue(failures(plan(directory, ShopPorts.ANY, Optional.empty(), own()))
                .isEmpty());
    }

    @Test
    void asksExternalPartnersWhetherTheyAnswerAndShowsNoPassword() throws Exception {
        HttpServer keycloak = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1);
        keycloak.createContext("/realms/master", exchange -> {
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        keycloak.start();
        int port = keycloak.getAddress().getPort();
        ShopPlan plan = plan(
                directory,
                ShopPorts.ANY,
                Optional.of("mongodb://user:hidden@127.0.0.1:" + port + "/?replicaSet=rs"),
                external(port));
        assertTrue(failures(plan).isEmpty());
        assertFalse(new Checkup(plan, GOOD).run().toString().contains("hidden"));
        keycloak.stop(0);
        assertEquals(
                List.of("127.0.0.1:" + port + " does not answer", "http://127.0.0.1:" + port + " does not answer"),
                failures(plan).stream().map(Finding::detail).toList());
    }

    @Test
    void warnsOfAKeycloakToFetchAndRefusesADamagedOne() throws Exception {
        Files.delete(zip);
        ShopPlan plan = plan(directory, ShopPorts.ANY, Optional.empty(), own());
        assertTrue(new Checkup(plan, GOOD)
                .run().stream()
                        .anyMatch(each -> each.subject().equals("sign-in") && each.verdict() == Verdict.WARNING));
        Files.writeString(zip, "404 not found");
        assertTrue(only(plan).detail().endsWith("is no zip"));
    }

    @Test
    void judgesJavaMemoryAndDiskAtTheirLimits() {
        assertEquals(
                Verdict.FAILED, new Machine(16, 1, OptionalLong.empty()).java().verdict());
        assertEquals(
                Verdict.WARNING,
                new Machine(17, 1, OptionalLong.empty()).processor().verdict());
        assertEquals(
                Verdict.OK, new Machine(17, 1, OptionalLong.empty()).memory().verdict());
        assertEquals(Verdict.FAILED, memory(Machine.LEAST_MEMORY_BYTES - 1));
        assertEquals(Verdict.WARNING, memory(Machine.LEAST_MEMORY_BYTES));
        assertEquals(Verdict.WARNING, memory(Machine.MEMORY_BYTES - 1));
        assertEquals(Verdict.OK, memory(Machine.MEMORY_BYTES));
        assertEquals(Verdict.FAILED, Checkup.disk(Checkup.LEAST_DISK_BYTES - 1).verdict());
        assertEquals(Verdict.WARNING, Checkup.disk(Checkup.LEAST_DISK_BYTES).verdict());
        assertEquals(Verdict.WARNING, Checkup.disk(Checkup.DISK_BYTES - 1).verdict());
        assertEquals(Verdict.OK, Checkup.disk(Checkup.DISK_BYTES).verdict());
    }

    private static Verdict memory(long bytes) {
        return new Machine(17, 2, OptionalLong.of(bytes)).memory().verdict();
    }

    private static Finding only(ShopPlan plan) {
        List<Finding> failures = failures(plan);
        assertEquals(1, failures.size(), failures::toString);
        return failures.get(0);
    }

    private static List<Finding> failures(ShopPlan plan) {
        return new Checkup(plan, GOOD)
                .run().stream().filter(each -> each.verdict() == Verdict.FAILED).toList();
    }

    private ShopPlan.Identity own() {
        return new ShopPlan.OwnKeycloak(zip, directory.resolve("cache"), Duration.ofMinutes(1));
    }

    private static ShopPlan.Identity external(int port) {
        return new ShopPlan.ExternalKeycloak(URI.create("http://127.0.0.1:" + port), "admin", SecretText.of("secret"));
    }

    private static ShopPlan plan(Path data, ShopPorts ports, Optional<String> mongo, ShopPlan.Identity identity) {
        return new ShopPlan(data, ports, identity, mongo, InstantSource.system());
    }
}
