package sealswarm.system;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import sealswarm.console.Transcripts;
import sealswarm.format.key.TrackId;
import sealswarm.license.message.Offer;
import sealswarm.license.money.Money;
import sealswarm.trial.LoopbackPort;

/** The player's commands against a whole shop: choices about peers, export, receipts of other media players. */
@Timeout(120)
@SuppressWarnings("NullAway.Init") // made before all
class PlayerJourneyIT {
    private static WholeShop shop;
    private static byte[] film;

    @BeforeAll
    static void open() throws Exception {
        shop = WholeShop.shared();
        film = Files.readAllBytes(shop.clear("film.webm"));
    }

    @Test
    void withoutPeersNothingListensAndTheChoiceChangesThatWhileTheFilmPlays() throws Exception {
        int port = LoopbackPort.findFree();
        Person frida = shop.person("frida", "buyer");
        shop.give("frida", WholeShop.FILM);
        try (Person.Running playing =
                frida.play("sealed-seas", "--peers", "edge-only", "--peer-port", Integer.toString(port))) {
            assertFalse(LoopbackPort.takesCalls(port));
            assertPlays(playing, 0);
            assertEquals(204, consent(playing, "share"));
            assertTrue(LoopbackPort.takesCalls(port));
            assertPlays(playing, 1_000_000);
            assertEquals(204, consent(playing, "edge-only"));
            for (int i = 0; i < 500 && LoopbackPort.takesCalls(port); i++) {
                TimeUnit.MILLISECONDS.sleep(10);
            }
            assertFalse(LoopbackPort.takesCalls(port), "five seconds after the choice");
            assertPlays(playing, 2_000_000);
            assertEquals(0, playing.stop().getInteger("receiptsWaiting"));
        }
    }

    @Test
    void choiceThatCannotBeHadChangesNothing() throws Exception {
        Person gerd = shop.person("gerd", "buyer");
        shop.give("gerd", WholeShop.FILM);
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Person.Running playing = gerd.play(
                        "sealed-seas", "--peers", "edge-only", "--peer-port", Integer.toString(taken.getLocalPort()))) {
            assertEquals(500, consent(playing, "share"));
            assertEquals(
                    "edge-only", new JsonObject(get(playing.ready().getString("page") + "title")).getString("peers"));
            assertPlays(playing, 0);
        }
    }

    @Test
    void exportWritesTheClearFileOnceAndOverwritesNothing() throws Exception {
        Person hugo = shop.person("hugo", "buyer");
        Offer own = Offer.own(
                "film-to-keep",
                1,
                List.of(new Offer.OfferTitle(WholeShop.FILM, List.of(new TrackId("film"), new TrackId("subs-en")))),
                Money.of("EUR", 999),
                InstantSource.system().instant().truncatedTo(ChronoUnit.SECONDS).minusSeconds(60));
        shop.front().putOffer(exportable(own));
        shop.give("hugo", WholeShop.FILM, "film-to-keep");
        Path target = hugo.home().resolve("mine.webm");
        JsonObject done = hugo.done(
                "fetch",
                "sealed-seas",
                "--track",
                "film",
                "--export",
                target.toString(),
                "--peers",
                "edge-only",
                "--json");
        assertEquals(target.toString(), done.getString("exported"));
        assertArrayEquals(film, Files.readAllBytes(target));
        try (var files = Files.list(hugo.home())) {
            assertEquals(
                    0,
                    files.filter(file -> file.toString().endsWith(".partial")).count());
        }
        Files.writeString(target, "mine");
        Transcripts.Outcome again =
                hugo.run("fetch", "sealed-seas", "--track", "film", "--export", target.toString(), "--json");
        assertEquals(1, again.exit(), again.stderr());
        assertEquals("mine", Files.readString(target));
    }

    /** The same offer, with the right to write the clear file. */
    private static Offer exportable(Offer own) {
        return new Offer(
                own.offerId(),
                own.version(),
                own.kind(),
                own.titles(),
                own.price(),
                own.taxInclusive(),
                own.taxCategory(),
                own.territories(),
                own.window(),
                own.useType(),
                own.commercialModel(),
                own.rental(),
                own.maxPlays(),
                own.charge(),
                own.firstPlayAtRelease(),
                own.devices(),
                own.streams(),
                own.offlineMaxS(),
                true,
                own.refund());
    }

    @Test
    void otherPlayersPlayedWhatTheyWereGivenButNeverLongerThanTimePassed() throws Exception {
        try (UsageProxy proxy = new UsageProxy(shop.licenseServer())) {
            Person ida = shop.person("ida", "buyer", proxy.address());
            shop.give("ida", WholeShop.FILM);
            try (Person.Running playing = ida.play("sealed-seas", "--peers", "edge-only")) {
                URI external =
                        URI.create(playing.ready().getJsonObject("external").getString("film"));
                assertEquals(206, status(external, "bytes=0-1999999"));
                playing.stop();
            }
            JsonObject last = proxy.entries().get(1);
            assertEquals("stop", last.getString("reason"));
            long passed = last.getLong("monoEnd") - last.getLong("monoStart");
            long played = last.getLong("playedMs");
            assertTrue(played > 0 && played <= passed, last.encode());
            // From the first byte on, and no faster than time passes, however fast it was given.
            assertEquals(1, last.getJsonArray("ranges").size());
            assertEquals(0, last.getJsonArray("ranges").getJsonArray(0).getLong(0));
            assertEquals(played, last.getJsonArray("ranges").getJsonArray(0).getLong(1));
            assertEquals(
                    List.of(new UsageProxy.Verdict(1, "accepted"), new UsageProxy.Verdict(2, "accepted")),
                    proxy.verdicts());
        }
    }

    private static void assertPlays(Person.Running playing, int from) throws Exception {
        URI external = URI.create(playing.ready().getJsonObject("external").getString("film"));
        byte[] part = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(external)
                                .header("Range", "bytes=" + from + "-" + (from + 99_999))
                                .build(),
                        BodyHandlers.ofByteArray())
                .body();
        assertArrayEquals(java.util.Arrays.copyOfRange(film, from, from + 100_000), part);
    }

    private static int status(URI address, String range) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(address).header("Range", range).build(), BodyHandlers.ofByteArray())
                .statusCode();
    }

    private static String get(String address) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(URI.create(address)).build(), BodyHandlers.ofString())
                .body();
    }

    private static int consent(Person.Running playing, String choice) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(playing.ready().getString("page") + "consent"))
                                .POST(HttpRequest.BodyPublishers.ofString("{\"peers\":\"" + choice + "\"}"))
                                .build(),
                        BodyHandlers.discarding())
                .statusCode();
    }
}
