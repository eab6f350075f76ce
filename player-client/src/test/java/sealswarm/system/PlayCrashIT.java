package sealswarm.system;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import sealswarm.system.UsageProxy.Verdict;
import sealswarm.trial.crash.ChildJvm;

/** SIGKILL of a player in the middle of a play or of an upload: what it had is still there, what it played counts once. */
@Timeout(120)
@SuppressWarnings("NullAway.Init") // made before all
class PlayCrashIT {
    private static final int BLOCK_BYTES = 16_384;
    private static final int PLAYED_BYTES = 1 << 20;

    @TempDir
    Path temporary;

    private static WholeShop shop;
    private static byte[] film;

    @BeforeAll
    static void open() throws Exception {
        shop = WholeShop.shared();
        film = Files.readAllBytes(shop.clear("film.webm"));
    }

    @Test
    void killedPlayGoesOnWithWhatItHadAndIsReportedOnce() throws Exception {
        try (UsageProxy proxy = new UsageProxy(shop.licenseServer())) {
            Person carl = shop.person("carl", "buyer", proxy.address());
            shop.give("carl", WholeShop.FILM);
            playAndKill(carl);
            long held = heldBytes(carl.home());
            assertTrue(held >= PLAYED_BYTES && held < film.length, "the kill left " + held + " bytes");
            PlaintextScan scan = new PlaintextScan(film);
            assertTrue(scan.runs() > 10_000, "runs " + scan.runs());
            assertEquals(List.of(), scan.findings(carl.home()));
            assertEquals(List.of(), scan.findings(temporary));
            assertEquals(List.of(), proxy.verdicts(), "nothing was uploaded before the kill");

            long before = shop.edgeSentBytes();
            JsonObject last;
            try (Person.Running again = carl.play("sealed-seas", "--peers", "edge-only")) {
                assertArrayEquals(
                        film, external(again.ready()).toURL().openStream().readAllBytes());
                last = again.stop();
            }
            assertEquals(film.length - held, shop.edgeSentBytes() - before, "bytes on the wire after the kill");
            assertEquals(0, last.getInteger("receiptsWaiting"));
            assertEquals(film.length - held, last.getJsonObject("bytes").getLong("edge"));
            // Start and crash of the first play, start and stop of the second; each of them once.
            assertEquals(accepted(1, 4), proxy.verdicts());
        }
    }

    @ParameterizedTest
    @EnumSource(UsageProxy.Moment.class)
    void receiptsCountOnceWhereverAnUploadIsCut(UsageProxy.Moment moment) throws Exception {
        try (UsageProxy proxy = new UsageProxy(shop.licenseServer())) {
            String name = "dora-" + moment.name();
            Person dora = shop.person(name, "buyer", proxy.address());
            shop.give(name, WholeShop.FILM);
            try (Person.Running playing = dora.play("sealed-seas", "--peers", "edge-only")) {
                read(external(playing.ready()), 1);
                proxy.refuse();
                assertEquals(2, playing.stop().getInteger("receiptsWaiting"));
            }
            proxy.relay();
            CompletableFuture<ChildJvm> child = new CompletableFuture<>();
            proxy.killAt(moment, () -> child.join().kill());
            try (ChildJvm fetching = child(dora, "fetch", "sealed-seas", "--json")) {
                child.complete(fetching);
                assertEquals(137, fetching.await());
            }
            List<Verdict> expected = new ArrayList<>();
            if (moment == UsageProxy.Moment.BEFORE_THE_ANSWER_GOES) {
                expected.addAll(accepted(1, 2));
            }
            assertEquals(expected, proxy.verdicts());
            dora.done("fetch", "sealed-seas", "--track", "subs-en", "--json");
            expected.addAll(
                    moment == UsageProxy.Moment.BEFORE_THE_ANSWER_GOES
                            ? List.of(new Verdict(1, "duplicate"), new Verdict(2, "duplicate"))
                            : accepted(1, 2));
            assertEquals(expected, proxy.verdicts());
            dora.done("fetch", "sealed-seas", "--track", "subs-en", "--json");
            assertEquals(expected, proxy.verdicts(), "nothing is left to upload");
        }
    }

    private static List<Verdict> accepted(long first, long last) {
        return LongStream.rangeClosed(first, last)
                .mapToObj(seq -> new Verdict(seq, "accepted"))
                .toList();
    }

    /** Plays the beginning in a JVM of its own, slowly enough to be killed in the middle. */
    private void playAndKill(Person buyer) throws IOException {
        try (ChildJvm child = child(
                buyer,
                "play",
                "sealed-seas",
                "--json-lines",
                "--no-input",
                "--no-browser",
                "--port",
                "0",
                "--peers",
                "edge-only",
                "--download-limit",
                "1000000")) {
            assertTrue(
                    child.says(line -> line.contains("\"event\":\"ready\"")),
                    child.lines().toString());
            String ready = child.lines().stream()
                    .filter(line -> line.contains("\"event\":\"ready\""))
                    .findFirst()
                    .orElseThrow();
            byte[] played = read(external(new JsonObject(ready)), PLAYED_BYTES);
            child.kill();
            assertArrayEquals(Arrays.copyOf(film, PLAYED_BYTES), played);
        }
    }

    private ChildJvm child(Person buyer, String... words) {
        String[] arguments = Stream.concat(Stream.of(buyer.home().toString()), Stream.of(words))
                .toArray(String[]::new);
        return ChildJvm.start(PlayerChildMain.class, List.of("-Djava.io.tmpdir=" + temporary), arguments);
    }

    private static URI external(JsonObject ready) {
        return URI.create(ready.getJsonObject("external").getString("film"));
    }

    private static byte[] read(URI address, int count) throws IOException {
        try (InputStream in = address.toURL().openStream()) {
            return in.readNBytes(count);
        }
    }

    /** Bytes of the film's blocks on the player's disk that are what the studio has sealed. */
    private static long heldBytes(Path home) throws IOException {
        Path sealed;
        try (Stream<Path> data = Files.list(shop.sealed().resolve("data"))) {
            sealed = data.filter(file -> file.toFile().length() == film.length)
                    .findFirst()
                    .orElseThrow();
        }
        Path kept;
        try (Stream<Path> files = Files.walk(home)) {
            kept = files.filter(file -> file.getFileName().equals(sealed.getFileName()))
                    .findFirst()
                    .orElseThrow();
        }
        byte[] whole = Files.readAllBytes(sealed);
        byte[] part = Files.readAllBytes(kept);
        long held = 0;
        for (int from = 0; from < part.length; from += BLOCK_BYTES) {
            int to = Math.min(whole.length, from + BLOCK_BYTES);
            if (to <= part.length && Arrays.equals(whole, from, to, part, from, to)) {
                held += to - from;
            }
        }
        return held;
    }
}
