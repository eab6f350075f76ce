package sealswarm.packager.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sealswarm.console.exit.ExitCode;
import sealswarm.format.vectors.SamplePackage;
import sealswarm.license.client.TokenFile;
import sealswarm.packager.cli.Bench.Said;
import sealswarm.trial.crash.ChildJvm;

/**
 * kill -9 of a publish whose request was taken and not answered, at each kind of request: the next run ends with one registration, one copy of
 * the bytes and one live draft.
 */
class PublishCrashIT {
    private static final int SIZE = 9_000_000;
    private static final int PATCH_BYTES = 8 << 20;

    @TempDir
    static Path directory;

    private static Bench bench;

    private final TrialShop shop = new TrialShop();

    PublishCrashIT() throws IOException {}

    @BeforeAll
    static void pack() {
        bench = new Bench(directory);
        bench.write("film.bin", SamplePackage.noise(1, SIZE));
        bench.write(
                "title.yaml",
                "id: demo",
                "tracks: [{id: hd, file: film.bin}]",
                "offer: {kind: own, price: 4.99, currency: EUR, territories: [DE]}");
        assertEquals(
                ExitCode.DONE,
                bench.run("pack", "--title", "title.yaml", "--out", "p", "--no-verify")
                        .exit());
    }

    @BeforeEach
    void signIn() throws Exception {
        try (SamplePackage sample = new SamplePackage()) {
            new TokenFile(
                            TokenFile.standardPath(
                                    Map.of("XDG_CONFIG_HOME", bench.path("xdg").toString()), "studio"),
                            duration -> {})
                    .write(shop.login(sample));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "PUT /v1/titles/demo/revisions/1, 1",
        "PATCH /origin/secret-token-a/data, 2",
        "PUT /api/v1/drafts/demo, 1",
        "POST /api/v1/drafts/demo/live, 1"
    })
    void theNextRunGoesOnWhereTheKilledOneStood(String call, int nth) throws Exception {
        try (shop) {
            CompletableFuture<ChildJvm> started = new CompletableFuture<>();
            AtomicInteger passed = new AtomicInteger();
            shop.beforeAnswer = answered -> {
                if (answered.equals(call) && passed.incrementAndGet() == nth) {
                    started.join().kill();
                }
            };
            try (ChildJvm child = ChildJvm.start(
                    PublishTrialMain.class, List.of("-Xmx256m"), bench.path("").toString())) {
                started.complete(child);
                assertEquals(137, child.await());
                assertFalse(child.lines().contains("DONE"));
            }
            assertEquals(nth, passed.get());
            int firstHad = shop.data.size();
            List<String> ofTheKilled = List.copyOf(shop.calls);
            shop.calls.clear();

            Said said = bench.run("publish", "p", "--title", "title.yaml", "--live", "--json");
            assertEquals(ExitCode.DONE, said.exit(), said.out() + said.err());
            assertEquals("live", said.json().get("state").asText());
            assertArrayEquals(Files.readAllBytes(ciphertext()), shop.data.toByteArray());
            long patches = count(shop.calls, "PATCH /origin/secret-token-a/data");
            assertEquals((SIZE - firstHad + PATCH_BYTES - 1) / PATCH_BYTES, patches, "bytes that were there go again");
            assertEquals(
                    List.of("/api/v1/drafts/demo"),
                    shop.bodies.keySet().stream()
                            .filter(kept -> kept.startsWith("PUT /api/v1/drafts"))
                            .map(kept -> kept.substring("PUT ".length()))
                            .toList());
            assertTrue(count(ofTheKilled, "POST /api/v1/drafts/demo/live") <= 1);
            assertEquals(1, count(shop.calls, "POST /api/v1/drafts/demo/live"));
        }
    }

    private Path ciphertext() {
        return bench.path("p/data/"
                + bench.run("inspect", "p", "--json")
                        .json()
                        .at("/tracks/0/name")
                        .asText());
    }

    private static long count(List<String> calls, String call) {
        return calls.stream().filter(call::equals).count();
    }
}
