package sealswarm.player.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import sealswarm.console.CommandRunner;
import sealswarm.console.ConsoleStreams;
import sealswarm.console.StopSignal;
import sealswarm.console.Transcripts;
import sealswarm.console.exit.ExitCode;
import sealswarm.format.SealedPackage;
import sealswarm.format.key.TrackId;
import sealswarm.format.key.TrackSalt;
import sealswarm.format.manifest.SealedKeys;
import sealswarm.format.vectors.SamplePackage;
import sealswarm.license.client.StoredLogin;
import sealswarm.license.client.TokenFile;
import sealswarm.license.key.StudioKey;
import sealswarm.license.message.Grants.GrantRequest;
import sealswarm.license.message.Offer;
import sealswarm.license.message.Titles.TitleRegistration;
import sealswarm.license.money.Money;
import sealswarm.license.server.SampleShop;
import sealswarm.license.wire.SignedJson;
import sealswarm.player.PlayerMain;

/** The commands of a signed-in buyer against the real license server; the edges it names are not there. */
@Timeout(180)
@SuppressWarnings("NullAway.Init") // made before all
class PlayerCommandsIT {
    private static final TrackId HD = new TrackId("hd");

    @TempDir
    static Path shared;

    @TempDir
    Path work;

    private static SampleShop shop;
    private static SamplePackage studio;

    @BeforeAll
    static void publish() throws Exception {
        shop = new SampleShop();
        studio = new SamplePackage();
        SealedPackage sealed =
                studio.pack(shared.resolve("film.pkg"), new TreeMap<>(Map.of("hd", SamplePackage.noise(9, 50_000))));
        var api = shop.api("studio:" + SamplePackage.STUDIO);
        api.putStudioKey(
                SamplePackage.STUDIO,
                StudioKey.sign(SamplePackage.STUDIO, SampleShop.whole(shop.now()), studio.studioKey()));
        var keys = SealedKeys.seal(
                studio.titleKey(),
                new TreeMap<TrackId, TrackSalt>(Map.of(HD, SamplePackage.salt(HD))),
                studio.studioKey(),
                Map.of(SealedKeys.Recipient.LICENSE_SERVER, shop.keys().sealingKey()));
        api.register(
                SamplePackage.TITLE, 1, new TitleRegistration(SignedJson.of(sealed.envelope()), SignedJson.of(keys)));
        Offer offer = Offer.own(
                "own",
                1,
                List.of(new Offer.OfferTitle(SamplePackage.TITLE, List.of(HD))),
                Money.of("EUR", 999),
                SampleShop.whole(shop.now()).minusSeconds(10));
        shop.api("service:storefront").putOffer(offer);
        shop.api("service:storefront")
                .grant("order-1", new GrantRequest("order-1", 0, "alice", "own", 1, SamplePackage.TITLE, "DE"));
    }

    @AfterAll
    static void close() {
        studio.close();
        shop.close();
    }

    @Test
    void libraryShowsWhatTheBuyerHoldsAndAStrangerNothing() throws Exception {
        JsonObject alice = new JsonObject(run("alice", "library", "--json").stdout());
        assertEquals("demo-film", alice.getJsonArray("grants").getJsonObject(0).getString("titleId"));
        assertEquals("nothing yet\n", run("mallory", "library").stdout());
    }

    @Test
    void strangerWhoPlaysIsDenied() throws Exception {
        Transcripts.Outcome outcome = run("mallory", "play", "demo-film", "--port", "0", "--json");
        assertEquals(4, outcome.exit(), outcome.stderr());
        assertEquals(
                "no-grant",
                new JsonObject(outcome.stdout()).getJsonObject("error").getString("code"));
    }

    @Test
    void exportThatWasNotSoldIsDeniedAndWritesNothing() throws Exception {
        Transcripts.Outcome outcome = run("alice", "fetch", "demo-film", "--export", work + "/clear.bin", "--json");
        assertEquals(4, outcome.exit(), outcome.stderr());
        assertEquals(
                "action-not-granted",
                new JsonObject(outcome.stdout()).getJsonObject("error").getString("code"));
        assertTrue(!java.nio.file.Files.exists(work.resolve("clear.bin")));
    }

    @Test
    void playServesItsPageUntilItIsStoppedAndListsTheDevice() throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        StopSignal stop = new StopSignal();
        ConsoleStreams streams = streams(out, err, "alice");
        CompletableFuture<ExitCode> playing = CompletableFuture.supplyAsync(() -> CommandRunner.of(
                        PlayerMain.commands())
                .run(streams, stop, "play", "demo film", "--port", "0", "--json-lines", "--peers", "edge-only"));
        JsonObject ready = ready(out, playing);
        HttpResponse<String> title = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(
                                        URI.create(ready.getString("page")).resolve("title"))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        assertEquals("Demo film", new JsonObject(title.body()).getString("title"));
        stop.stop();
        assertEquals(ExitCode.DONE, playing.get(60, TimeUnit.SECONDS), err.toString(StandardCharsets.UTF_8));
        String last =
                out.toString(StandardCharsets.UTF_8).lines().reduce((a, b) -> b).orElseThrow();
        assertEquals("result", new JsonObject(last).getString("event"));
        String devices = run("alice", "devices").stdout();
        assertTrue(devices.contains("player (") && devices.contains(" of 10 slots used"), devices);
    }

    private static JsonObject ready(ByteArrayOutputStream out, CompletableFuture<ExitCode> playing) throws Exception {
        for (int i = 0; i < 600 && !playing.isDone(); i++) {
            for (String line : out.toString(StandardCharsets.UTF_8).lines().toList()) {
                if (line.contains("\"event\":\"ready\"")) {
                    return new JsonObject(line);
                }
            }
            TimeUnit.MILLISECONDS.sleep(100);
        }
        throw new AssertionError("never ready: " + out.toString(StandardCharsets.UTF_8));
    }

    private Transcripts.Outcome run(String buyer, String... arguments) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        ExitCode exit =
                CommandRunner.of(PlayerMain.commands()).run(streams(out, err, buyer), new StopSignal(), arguments);
        return new Transcripts.Outcome(
                exit.code(), out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    /** A home in which the buyer is signed in; the token is one that this shop takes. */
    private ConsoleStreams streams(ByteArrayOutputStream out, ByteArrayOutputStream err, String buyer)
            throws Exception {
        Map<String, String> environment = Map.of("HOME", work.resolve(buyer).toString());
        new TokenFile(TokenFile.standardPath(environment, "buyer"), pause -> {})
                .write(new StoredLogin(
                        shop.server().url(),
                        shop.keys().issuer(),
                        "player",
                        buyer,
                        "buyer:" + buyer,
                        SampleShop.whole(shop.now()).plusSeconds(3_600),
                        null,
                        SignedJson.of(shop.api("nobody").keys())));
        return new ConsoleStreams(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                new ByteArrayInputStream(new byte[0]),
                environment,
                work,
                false,
                InstantSource.system());
    }
}
