package sealswarm.license.server;

import com.mongodb.client.MongoDatabase;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import sealswarm.console.settings.SecretText;
import sealswarm.license.client.AccessTokens;
import sealswarm.license.client.LicenseApi;
import sealswarm.license.key.ServerKeys;
import sealswarm.license.message.Grants;
import sealswarm.license.message.Offer;
import sealswarm.license.money.Money;
import sealswarm.license.problem.ProblemType;
import sealswarm.license.server.LicenseServerParts.Checkpoints;
import sealswarm.license.server.config.LicenseServerConfig;
import sealswarm.license.server.device.BuyerAccount;
import sealswarm.license.server.device.MongoDeviceStore;
import sealswarm.license.server.grant.GrantDesk;
import sealswarm.license.server.grant.MongoGrantStore;
import sealswarm.license.server.grant.StoredGrant;
import sealswarm.license.server.http.Access;
import sealswarm.license.server.http.Authenticator;
import sealswarm.license.server.http.Caller;
import sealswarm.license.server.http.ProblemException;
import sealswarm.license.server.http.RateLimiter.Rate;
import sealswarm.license.server.http.RateLimits;
import sealswarm.license.server.http.Role;
import sealswarm.license.server.keystore.KekFile;
import sealswarm.license.server.keystore.KekId;
import sealswarm.license.server.keystore.KeyEncryptionKeys;

/**
 * A license server on a database of its own, over real HTTP. Its tokens say who the caller is in plain words, {@code
 * buyer:alice}; how real ones are checked has tests of its own.
 */
public final class SampleShop implements AutoCloseable {
    /** Wide enough never to be met by accident. */
    public static final RateLimits NO_LIMITS;

    static {
        Rate wide = Rate.per(1_000_000, Duration.ofSeconds(1_000));
        NO_LIMITS = new RateLimits(wide, wide, wide, wide, wide, wide);
    }

    /** The judge of all answers that tests of this process get. */
    public static final ApiDescription DESCRIPTION = new ApiDescription();

    private static final HttpClient HTTP = new CheckedHttpClient(LicenseApi.newHttpClient(), DESCRIPTION);

    private final Vertx vertx = Vertx.vertx();
    private final ScratchDatabase scratch;
    private final Path home;
    private final @Nullable String publicUrl;
    private final AtomicReference<Duration> shift = new AtomicReference<>(Duration.ZERO);
    private final LicenseServer server;
    private final ServerKeys keys;

    public SampleShop() {
        this(NO_LIMITS);
    }

    public SampleShop(RateLimits limits) {
        this(limits, vertx -> plainWords());
    }

    /** @param tokens who checks tokens */
    public SampleShop(RateLimits limits, Function<Vertx, Authenticator> tokens) {
        this(limits, tokens, LicenseServerParts.SWEEP);
    }

    /** @param sweepEvery how often the server looks at its key file */
    public SampleShop(RateLimits limits, Function<Vertx, Authenticator> tokens, Duration sweepEvery) {
        this(ScratchDatabase.open(), temporary(), null, tokens, parts -> parts.withLimits(limits)
                .withSweepEvery(sweepEvery));
    }

    /**
     * A shop that goes on where the last one over this database and home stopped: same keys, same name.
     *
     * @param home keeps its key file
     */
    public SampleShop(ScratchDatabase database, Path home, Checkpoints checkpoints) {
        this(database, home, "http://127.0.0.1:8081", vertx -> plainWords(), parts -> parts.withLimits(NO_LIMITS)
                .withCheckpoints(checkpoints));
    }

    private SampleShop(
            ScratchDatabase database,
            Path home,
            @Nullable String publicUrl,
            Function<Vertx, Authenticator> tokens,
            UnaryOperator<LicenseServerParts> changes) {
        this.scratch = database;
        this.home = home;
        this.publicUrl = publicUrl;
        try {
            if (!Files.exists(kekFile())) {
                KekFile.write(kekFile(), KeyEncryptionKeys.random(new KekId("kek-1"), new SecureRandom()));
            }
            server = await(LicenseServer.start(
                    vertx, config(0, kekFile()), changes.apply(parts().withAuthenticator(tokens.apply(vertx)))));
            keys = ServerKeys.firstSeen(api("nobody").keys());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    /** The file of the server's key-encryption keys. */
    public Path kekFile() {
        return home.resolve("kek");
    }

    /** Starts another server on the same database; the caller closes it. */
    public Future<LicenseServer> another(int port, Path otherKekFile) {
        return LicenseServer.start(vertx, config(port, otherKekFile), parts().withAuthenticator(plainWords()));
    }

    private LicenseServerConfig config(int port, Path keys) {
        return new LicenseServerConfig(
                "127.0.0.1",
                port,
                publicUrl,
                SecretText.of(scratch.uri()),
                scratch.database().getName(),
                64,
                "http://127.0.0.1:8180",
                "sealswarm",
                null,
                null,
                null,
                null,
                "http://127.0.0.1:8080",
                keys,
                null,
                List.of("edge-1=http://127.0.0.1:8082", "edge-2=http://127.0.0.1:8083"),
                null,
                List.of(),
                null,
                null);
    }

    private LicenseServerParts parts() {
        InstantSource wall = clock();
        return LicenseServerParts.of(wall, () -> wall.instant().toEpochMilli(), new SecureRandom());
    }

    /** The server's clock; {@link #pass} moves it. */
    public InstantSource clock() {
        return () -> Clock.systemUTC().instant().plus(shift.get());
    }

    public void pass(Duration time) {
        shift.updateAndGet(before -> before.plus(time));
    }

    public Instant now() {
        return clock().instant();
    }

    /** Tokens {@code role+role:subject}, {@code service:client}. */
    public static Authenticator plainWords() {
        return token -> {
            String[] parts = token.split(":", 2);
            if (parts.length == 2 && parts[0].equals("service")) {
                return Future.succeededFuture(Caller.service("service-" + parts[1], parts[1]));
            }
            Set<Role> roles = Stream.of(parts[0].split("\\+", -1))
                    .flatMap(name -> Role.named(name).stream())
                    .collect(Collectors.toSet());
            return parts.length == 2 && !parts[1].isEmpty()
                    ? Future.succeededFuture(Caller.person(parts[1], "player", roles))
                    : Future.failedFuture(ProblemException.of(ProblemType.UNAUTHENTICATED, "the token is not valid"));
        };
    }

    /** The interface for a caller; an answer that the OpenAPI document does not describe fails the call. */
    public LicenseApi api(String token) {
        return new LicenseApi(address(), HTTP, AccessTokens.fixed(token), Duration.ofSeconds(20));
    }

    /** Where it listens. */
    public URI address() {
        return URI.create("http://127.0.0.1:" + server.port());
    }

    public LicenseServer server() {
        return server;
    }

    public String issuer() {
        return server.url().toString();
    }

    public ServerKeys keys() {
        return keys;
    }

    public MongoDatabase database() {
        return scratch.database();
    }

    /** Enrols the studio's key and registers revision 1, as {@code publish} does. */
    public void publish(SampleTitle title) throws IOException, InterruptedException {
        LicenseApi studio = api("studio:" + title.studio());
        studio.putStudioKey(
                title.studio(), sealswarm.license.key.StudioKey.sign(title.studio(), whole(now()), title.studioKey()));
        studio.register(title.title(), 1, title.registration(1, keys.sealingKey()));
    }

    public static Instant whole(Instant time) {
        return time.truncatedTo(java.time.temporal.ChronoUnit.SECONDS);
    }

    /** Offer {@code own} of a whole title, for EUR 9.99 since ten seconds ago; not put up yet. */
    public Offer own(SampleTitle title) {
        return own("own", title);
    }

    /** As {@link #own(SampleTitle)} under another name. */
    public Offer own(String offerId, SampleTitle title) {
        return Offer.own(
                offerId,
                1,
                List.of(new Offer.OfferTitle(title.title(), title.tracks())),
                Money.of("EUR", 999),
                whole(now()).minusSeconds(10));
    }

    /** A grant of an offer, written as a sale would; returns its id. */
    public String grant(String subject, SampleTitle title, Offer offer, String orderId) {
        MongoDeviceStore devices = new MongoDeviceStore(database());
        GrantDesk desk = new GrantDesk(new MongoGrantStore(database()), buyer -> {
            devices.putBuyer(BuyerAccount.fresh(buyer, "b".repeat(32)));
            return devices.buyer(buyer).orElseThrow().buyer();
        });
        StoredGrant.Sale sale = new StoredGrant.Sale(orderId, 0, offer.offerId(), offer.version(), "DE");
        return desk.give(subject, offer, title.title(), sale, now()).id();
    }

    /** The grant as stored now. */
    public StoredGrant stored(String grantId) {
        return new MongoGrantStore(database()).find(grantId).orElseThrow();
    }

    public static String grantId(String orderId) {
        return Grants.grantId(orderId, 0);
    }

    static final String STOREFRONT = "service:" + Access.STOREFRONT;

    static <T> T await(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
        } catch (Exception failed) {
            throw new IllegalStateException(failed);
        }
    }

    private static Path temporary() {
        try {
            return Files.createTempDirectory("shop");
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    @Override
    public void close() {
        await(server.close());
        await(vertx.close());
        scratch.close();
    }
}
