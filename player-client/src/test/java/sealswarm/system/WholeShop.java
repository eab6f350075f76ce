package sealswarm.system;

import io.vertx.core.Deployable;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import sealswarm.console.settings.SecretText;
import sealswarm.embedded.store.EmbeddedStore;
import sealswarm.format.key.TitleId;
import sealswarm.license.client.AccessTokens;
import sealswarm.license.client.LicenseApi;
import sealswarm.license.message.Grants.GrantRequest;
import sealswarm.license.server.LicenseServer;
import sealswarm.license.server.LicenseServerParts;
import sealswarm.license.server.SampleShop;
import sealswarm.license.server.config.LicenseServerConfig;
import sealswarm.license.server.keystore.KekFile;
import sealswarm.license.server.keystore.KekId;
import sealswarm.license.server.keystore.KeyEncryptionKeys;
import sealswarm.onebox.serve.ShopPorts;
import sealswarm.overlay.config.EdgeConfig;
import sealswarm.overlay.edge.EdgePlatform;
import sealswarm.overlay.edge.EdgeVerticle;
import sealswarm.storefront.Storefront;
import sealswarm.storefront.config.StorefrontConfig;

/**
 * Every role of a shop in this JVM on free loopback ports: embedded store, license server, edge, storefront; in Keycloak's place an
 * issuer that starts at once. People and machines have homes below one directory and run the real commands.
 */
public final class WholeShop implements AutoCloseable {
    /** The demo's film: one video, subtitles in English and German, chapters. */
    public static final TitleId FILM = new TitleId("sealed-seas");

    /** The demo's album: two audio tracks. */
    public static final TitleId ALBUM = new TitleId("merkle-wood");

    private static final String EDGE = "edge";
    private static final SecretText SECRET = SecretText.of("the-secret-of-the-trial-storefront");
    private static final String MEDIA = "/sealswarm/onebox/demo/";
    private static final List<String> FILM_FILES =
            List.of("film.webm", "film.en.vtt", "film.de.vtt", "film.chapters.vtt", "poster.jpg", "film.title.yaml");
    private static final List<String> ALBUM_FILES =
            List.of("album/01-first-light.opus", "album/02-merkle-wood.opus", "album/poster.jpg", "album.title.yaml");

    private static @Nullable WholeShop shared;

    private final Path data;
    private final Vertx vertx = Vertx.vertx();
    private final ShopPorts ports = ShopPorts.ANY.reserve(new SecureRandom());
    private final InstantSource clock = InstantSource.system();
    private final AtomicReference<Duration> accountingAhead = new AtomicReference<>(Duration.ZERO);
    private final TrialIssuer issuer = new TrialIssuer(clock);
    private final EmbeddedStore store;
    private final LicenseServer license;
    private final SecureRandom random = new SecureRandom();
    private int orders;

    private WholeShop(Path data) throws IOException {
        this.data = data;
        await(issuer.listen(vertx, ports.keycloak()));
        store = EmbeddedStore.open(data.resolve("store"));
        Path kek = data.resolve("kek");
        KekFile.write(kek, KeyEncryptionKeys.random(new KekId("kek-1"), random));
        LicenseServerParts parts = LicenseServerParts.of(
                        clock, () -> TimeUnit.NANOSECONDS.toMillis(System.nanoTime()), random)
                .withLimits(SampleShop.NO_LIMITS)
                .withAccountingClock(() -> clock.instant().plus(ahead()));
        license = await(LicenseServer.start(vertx, licenseServer(kek), parts));
        openEdge();
        deploy(new Storefront(
                StorefrontConfig.onLoopback(
                        ports.storefront(),
                        SecretText.of(store.connectionUri()),
                        issuer.base(),
                        TrialIssuer.REALM,
                        SECRET,
                        license.url()),
                clock,
                random));
    }

    /** Opens a shop with film and album on sale. */
    public static WholeShop open() throws Exception {
        WholeShop open = new WholeShop(Files.createTempDirectory("whole-shop"));
        Person studio = open.person("sealed-studio", "studio");
        open.publish(studio, layOut(open.clear(""), FILM_FILES).resolve("film.title.yaml"));
        open.publish(studio, layOut(open.data.resolve("album"), ALBUM_FILES).resolve("album.title.yaml"));
        return open;
    }

    /** The shop of this JVM, which closes with it; for tests that leave its months open. */
    public static synchronized WholeShop shared() throws Exception {
        WholeShop open = shared;
        if (open == null) {
            open = open();
            Runtime.getRuntime().addShutdownHook(new Thread(open::close));
            shared = open;
        }
        return open;
    }

    /** A clear file of the film as the studio has it. */
    public Path clear(String file) {
        return data.resolve("film").resolve(file);
    }

    /** The film's sealed package as the studio has it. */
    public Path sealed() {
        return clear("sealed.pkg");
    }

    private LicenseServerConfig licenseServer(Path kek) {
        return new LicenseServerConfig(
                "127.0.0.1",
                ports.licenseServer(),
                null,
                SecretText.of(store.connectionUri()),
                "sealswarm-license",
                16,
                issuer.base().toString(),
                TrialIssuer.REALM,
                null,
                null,
                null,
                null,
                storefront().toString(),
                kek,
                null,
                List.of(EDGE + "=" + edge()),
                null,
                List.of(),
                null,
                null);
    }

    private void openEdge() {
        Path edgeData = data.resolve("edge");
        EdgeConfig config =
                EdgeConfig.ofLoopback(ports.edgeHttp(), ports.edgePeer(), SecretText.of(license.revealEdgeKey(EDGE)));
        deploy(new EdgeVerticle(config, edgeData, EdgePlatform.ofMachine()));
    }

    private void deploy(Deployable verticle) {
        await(vertx.deployVerticle(verticle));
    }

    private Duration ahead() {
        return Objects.requireNonNull(accountingAhead.get());
    }

    /** The clock that decides which month is over; leases and tokens keep real time. */
    public void moveAccountingTo(Instant time) {
        accountingAhead.set(Duration.between(clock.instant(), time));
    }

    public URI storefront() {
        return URI.create("http://127.0.0.1:" + ports.storefront());
    }

    public URI edge() {
        return URI.create("http://127.0.0.1:" + ports.edgeHttp());
    }

    public URI licenseServer() {
        return license.url();
    }

    TrialIssuer issuer() {
        return issuer;
    }

    /** Someone with a home of their own, signed in for the role on the command line. */
    public Person person(String name, String role) throws Exception {
        return person(name, role, licenseServer());
    }

    /** As {@link #person(String, String)}, who reaches the license server at another address. */
    public Person person(String name, String role, URI licenseServer) throws Exception {
        return new Person(this, data.resolve("homes").resolve(name), name, role, licenseServer);
    }

    /** The license server's interface under a token. */
    LicenseApi api(String token) {
        return new LicenseApi(
                licenseServer(), LicenseApi.newHttpClient(), AccessTokens.fixed(token), LicenseApi.DEFAULT_TIMEOUT);
    }

    private static Path layOut(Path folder, List<String> files) throws IOException {
        Files.createDirectories(folder);
        for (String name : files) {
            try (InputStream in = Objects.requireNonNull(WholeShop.class.getResourceAsStream(MEDIA + name), name)) {
                Files.copy(in, folder.resolve(name.substring(name.indexOf('/') + 1)));
            }
        }
        return folder;
    }

    /** Packs what the job file names and puts it on sale, by the studio's commands. */
    private void publish(Person studio, Path job) throws Exception {
        String sealed = job.resolveSibling("sealed.pkg").toString();
        studio.done("pack", "--title", job.toString(), "--out", sealed, "--json");
        studio.done("publish", sealed, "--title", job.toString(), "--live", "--json");
    }

    /** Gives a buyer what the title's offer grants, as a sale would. */
    public void give(String buyer, TitleId title) throws Exception {
        give(buyer, title, title.text());
    }

    /** Gives a buyer what version 1 of an offer grants. */
    public void give(String buyer, TitleId title, String offer) throws Exception {
        String order = "given-" + ++orders;
        front().grant(order, new GrantRequest(order, 0, buyer, offer, 1, title, "DE"));
    }

    /** The license server's interface in the storefront's name. */
    public LicenseApi front() {
        return api(issuer.storefront());
    }

    /** Bytes of tracks that the edge has sent since it opened, by its own metrics. */
    public long edgeSentBytes() throws IOException, InterruptedException {
        HttpResponse<String> metrics = HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(edge().resolve("/metrics")).build(), HttpResponse.BodyHandlers.ofString());
        return metrics.body()
                .lines()
                .filter(line -> line.startsWith("sealswarm_edge_bytes_total{"))
                .mapToLong(line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    static <T> T await(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        await(license.close());
        await(vertx.close());
        store.close();
        try (Stream<Path> files = Files.walk(data)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
