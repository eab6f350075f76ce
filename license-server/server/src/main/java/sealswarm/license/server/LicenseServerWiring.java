package sealswarm.license.server;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.ReadConcern;
import com.mongodb.WriteConcern;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoDatabase;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sealswarm.console.exit.Refusal;
import sealswarm.console.settings.SecretText;
import sealswarm.format.key.StudioId;
import sealswarm.license.server.audit.MongoAuditStore;
import sealswarm.license.server.config.LicenseServerConfig;
import sealswarm.license.server.device.DeviceDesk;
import sealswarm.license.server.device.DeviceRoutes;
import sealswarm.license.server.device.MongoDeviceStore;
import sealswarm.license.server.edge.EdgeGate;
import sealswarm.license.server.edge.EdgeKeyFiles;
import sealswarm.license.server.edge.EdgeRoutes;
import sealswarm.license.server.edge.Edges.Edge;
import sealswarm.license.server.grant.GrantDesk;
import sealswarm.license.server.grant.GrantRoutes;
import sealswarm.license.server.grant.MongoGrantStore;
import sealswarm.license.server.http.ApiMetrics;
import sealswarm.license.server.http.ApiRoute;
import sealswarm.license.server.http.ApiRouter;
import sealswarm.license.server.http.Authenticator;
import sealswarm.license.server.http.DocumentRoutes;
import sealswarm.license.server.http.Idempotency;
import sealswarm.license.server.http.MongoRequestStore;
import sealswarm.license.server.http.OpsRoutes;
import sealswarm.license.server.http.Workers;
import sealswarm.license.server.identity.AdminAccess;
import sealswarm.license.server.identity.RealmPlan;
import sealswarm.license.server.identity.RealmProvisioner;
import sealswarm.license.server.identity.TokenRules;
import sealswarm.license.server.identity.TokenVerifier;
import sealswarm.license.server.issuing.ClockGuard;
import sealswarm.license.server.issuing.LicenseRoutes;
import sealswarm.license.server.issuing.MongoReleaseStore;
import sealswarm.license.server.keystore.KekFile;
import sealswarm.license.server.keystore.KekRotation;
import sealswarm.license.server.keystore.KeyEncryptionKeys;
import sealswarm.license.server.keystore.KeyGate;
import sealswarm.license.server.keystore.KeyRoutes;
import sealswarm.license.server.keystore.Keystore;
import sealswarm.license.server.keystore.KeystoreException;
import sealswarm.license.server.keystore.MongoSecretStore;
import sealswarm.license.server.metering.DeviceLogs;
import sealswarm.license.server.metering.MongoReceiptStore;
import sealswarm.license.server.metering.ReceiptStream;
import sealswarm.license.server.metering.UsageRoutes;
import sealswarm.license.server.operator.OperatorRoutes;
import sealswarm.license.server.revocation.MongoRevocationStore;
import sealswarm.license.server.revocation.RevocationRoutes;
import sealswarm.license.server.revocation.Withdrawals;
import sealswarm.license.server.title.MongoTitleStore;
import sealswarm.license.server.title.SealedTitleKeys;
import sealswarm.license.server.title.TitleRoutes;
import sealswarm.license.server.title.TitleShelf;

/** Puts the rooms of a license server together: stores, keys, routes. Opened on a worker, because drivers block. */
final class LicenseServerWiring {
    private static final Logger LOG = LoggerFactory.getLogger(LicenseServerWiring.class);
    private static final int SERVER_SELECTION_SECONDS = 10;
    private static final long NO_TIMER = -1;

    private final LicenseServerConfig config;
    private final LicenseServerParts parts;
    private final URI publicUrl;
    private final Vertx vertx;
    private final Workers workers;
    private final MongoClient client;
    private final MongoDatabase database;
    private final KeyGate keys = new KeyGate();
    private final ApiMetrics metrics = new ApiMetrics();
    private @Nullable KekRotation rotation;
    private @Nullable TokenVerifier verifier;
    private @Nullable Router router;
    private List<String> table = List.of();
    private long sweeps = NO_TIMER;

    private LicenseServerWiring(
            Vertx vertx, LicenseServerConfig config, LicenseServerParts parts, Workers workers, URI publicUrl) {
        this.vertx = vertx;
        this.config = config;
        this.parts = parts;
        this.workers = workers;
        this.publicUrl = publicUrl;
        this.client = MongoClients.create(settings(config));
        this.database = client.getDatabase(config.database());
    }

    private static MongoClientSettings settings(LicenseServerConfig config) {
        return MongoClientSettings.builder()
                .applyConnectionString(new ConnectionString(config.mongoUri().revealSecret()))
                // Weaker levels lose committed writes when a primary does; the embedded store always does as much.
                .writeConcern(WriteConcern.MAJORITY.withJournal(true))
                .readConcern(ReadConcern.MAJORITY)
                .applyToConnectionPoolSettings(pool -> pool.maxSize(config.storeConnections()))
                .applyToClusterSettings(
                        cluster -> cluster.serverSelectionTimeout(SERVER_SELECTION_SECONDS, TimeUnit.SECONDS))
                .build();
    }

    static Future<LicenseServerWiring> open(
            Vertx vertx, LicenseServerConfig config, LicenseServerParts parts, URI publicUrl) {
        int cores = Math.max(1, Runtime.getRuntime().availableProcessors());
        Workers workers = Workers.open(vertx, config.storeConnections(), cores);
        return workers.store(() -> {
            LicenseServerWiring wiring = new LicenseServerWiring(vertx, config, parts, workers, publicUrl);
            try {
                wiring.provision();
                wiring.unseal();
                wiring.build();
                return wiring;
            } catch (RuntimeException failed) {
                wiring.closeNow();
                throw failed;
            }
        });
    }

    private void provision() {
        String admin = config.keycloakAdmin();
        SecretText password = config.keycloakPassword();
        SecretText server = config.clientSecret();
        SecretText shop = config.storefrontSecret();
        if (admin != null && password != null && server != null && shop != null) {
            URI keycloak = URI.create(config.keycloakUrl());
            RealmProvisioner.provision(
                    AdminAccess.administrator(keycloak, admin, password),
                    new RealmPlan(
                            config.keycloakRealm(),
                            keycloak,
                            List.of(URI.create(config.storefrontUrl())),
                            shop,
                            server));
        }
    }

    private void unseal() {
        SecretText text = config.kekText();
        Path file = config.kekFile();
        if (file == null && text == null) {
            return;
        }
        Supplier<KeyEncryptionKeys> source = () -> file != null
                ? KekFile.read(file)
                : KeyEncryptionKeys.parse(Objects.requireNonNull(text).revealSecret());
        try {
            keys.open(Keystore.open(new MongoSecretStore(database), source.get(), parts.random(), parts.clock()));
        } catch (KeystoreException wrong) {
            throw Refusal.usage(
                            "kek-missing",
                            "the server's own keys do not open: " + wrong.getMessage(),
                            "name the key file of this database, with all its lines")
                    .causedBy(wrong);
        }
        KekRotation following = new KekRotation(
                keys, source, new SealedTitleKeys(new MongoTitleStore(database), checkpoint -> {}), parts.clock());
        following.requireAllHeld();
        rotation = following;
    }

    private void build() {
        Authenticator tokens = parts.authenticator().orElseGet(this::verifier);
        ApiRouter api = new ApiRouter(tokens, hosts(), Set.copyOf(config.statusAllow()), metrics, parts.random());
        List<ApiRoute> all = routes();
        table = all.stream().map(route -> route.method() + " " + route.path()).toList();
        router = api.serve(vertx, all);
    }

    private TokenVerifier verifier() {
        TokenVerifier made =
                TokenVerifier.fetching(vertx, TokenRules.ofRealm(config.issuer()), config.issuerKeys(), parts.clock());
        verifier = made;
        return made;
    }

    private Set<String> hosts() {
        // A set from a list: the configured host may be one of the loopback names.
        return Set.copyOf(List.of(
                publicUrl.getHost().toLowerCase(Locale.ROOT),
                config.httpHost().toLowerCase(Locale.ROOT),
                "localhost",
                "127.0.0.1"));
    }

    /** The whole route table, room by room. */
    private List<ApiRoute> routes() {
        MongoTitleStore titles = new MongoTitleStore(database);
        MongoDeviceStore devices = new MongoDeviceStore(database);
        MongoGrantStore grants = new MongoGrantStore(database);
        MongoReleaseStore releases = new MongoReleaseStore(database);
        MongoReceiptStore receipts = new MongoReceiptStore(database);
        MongoRevocationStore revocations = new MongoRevocationStore(database);
        Idempotency idempotency = new Idempotency(new MongoRequestStore(database), workers, parts.clock());
        EdgeGate edges = new EdgeGate(keys, config.edgeList());
        Withdrawals withdrawals = new Withdrawals(revocations, parts.clock());
        TitleShelf shelf = new TitleShelf(titles, withdrawals, parts.clock());
        DeviceLogs logs = new DeviceLogs(receipts);
        DeviceDesk deviceDesk = new DeviceDesk(
                devices,
                revocations,
                parts.random(),
                parts.clock(),
                parts.checkpoints().device());
        GrantDesk grantDesk =
                new GrantDesk(grants, subject -> deviceDesk.account(subject).buyer());
        MoneyWiring money = new MoneyWiring(
                database,
                workers,
                parts,
                new MoneyWiring.Neighbours(
                        grants,
                        grantDesk,
                        subject -> deviceDesk.account(subject).buyer(),
                        receipts,
                        releases,
                        devices,
                        shelf,
                        (subject, party) -> actsFor(titles, subject, party),
                        keys));
        List<ApiRoute> all = new ArrayList<>();
        // Anybody: keys, the description, health and metrics.
        all.addAll(new KeyRoutes(keys, addresses(), workers).routes());
        all.addAll(new DocumentRoutes().routes());
        all.addAll(new OpsRoutes(checks(), metrics, parts.clock()).routes());
        // Studios.
        all.addAll(new TitleRoutes(titles, keys, edges, grants::holds, workers, parts.clock()).routes());
        // Buyers and the shop.
        all.addAll(new DeviceRoutes(deviceDesk, keys, name(), workers, parts.limits(), parts.clock()).routes());
        all.addAll(new GrantRoutes(
                        grants,
                        grantDesk,
                        money::offer,
                        title -> name(shelf, title),
                        idempotency,
                        workers,
                        parts.clock())
                .routes());
        all.addAll(new LicenseRoutes(
                        new LicenseRoutes.Neighbours(
                                grants,
                                grantDesk,
                                devices,
                                deviceDesk,
                                logs,
                                shelf,
                                revocations,
                                withdrawals,
                                keys,
                                edges,
                                money.holds()),
                        releases,
                        new LicenseRoutes.Identity(name(), publicUrl),
                        new LicenseRoutes.Surroundings(
                                workers,
                                new ClockGuard(parts.clock(), parts.monotonicMillis()),
                                parts.random(),
                                parts.limits(),
                                metrics,
                                parts.checkpoints().issue()))
                .routes());
        UsageRoutes usage = new UsageRoutes(
                new UsageRoutes.Neighbours(
                        devices, deviceDesk, releases, grantDesk, keys, money.closedMonths(), money.charges()),
                receipts,
                logs,
                new ReceiptStream(parts.random()),
                new UsageRoutes.Surroundings(
                        workers,
                        parts.clock(),
                        parts.limits(),
                        metrics,
                        parts.checkpoints().metering()));
        all.addAll(usage.routes());
        all.addAll(new RevocationRoutes(revocations, keys, workers, parts.clock()).routes());
        // Money: the shop's charges, the accountant's books.
        all.addAll(money.routes());
        // Operators.
        all.addAll(new EdgeRoutes(edges, idempotency, workers, parts.clock()).routes());
        all.addAll(new OperatorRoutes(
                        new OperatorRoutes.Neighbours(
                                grantDesk,
                                releases,
                                deviceDesk,
                                titles,
                                revocations,
                                withdrawals,
                                new MongoAuditStore(database)),
                        workers,
                        parts.clock())
                .routes());
        sweepNowAndThen(() -> money.sweep() + usage.sweep());
        return all;
    }

    /**
     * Whatever a crash or a silent client left unfinished goes on at start, and again with each sweep. The key file is followed with
     * them; sealing anew delays no start.
     */
    private void sweepNowAndThen(Callable<Integer> sweep) {
        try {
            sweep.call();
        } catch (Exception failed) {
            throw new IllegalStateException("what was left unfinished cannot be driven onward", failed);
        }
        sweeps = vertx.setPeriodic(1, parts.sweepEvery().toMillis(), timer -> workers.store(() -> {
                    KekRotation following = rotation;
                    if (following != null) {
                        following.follow();
                    }
                    return sweep.call();
                })
                .onFailure(failure -> LOG.atWarn()
                        .addKeyValue("reason", failure.toString())
                        .log("what was left unfinished was not driven onward; trying again")));
    }

    /** A party with the form of a studio's name is that studio; its members read what it earned. */
    private static boolean actsFor(MongoTitleStore titles, String subject, String party) {
        return party.matches("[a-z0-9][a-z0-9-]{1,63}")
                && titles.studio(new StudioId(party))
                        .map(studio -> studio.members().contains(subject))
                        .orElse(false);
    }

    private static String name(TitleShelf shelf, sealswarm.format.key.TitleId title) {
        return shelf.find(title).map(found -> found.revision().name()).orElse(title.text());
    }

    private String name() {
        return publicUrl.toString();
    }

    private KeyRoutes.Addresses addresses() {
        return new KeyRoutes.Addresses(
                name(),
                URI.create(config.issuer()),
                URI.create(config.storefrontUrl()),
                config.edgeList().stream().map(Edge::url).toList());
    }

    private Optional<String> keyTrouble() {
        KekRotation following = rotation;
        return keys.isOpen()
                ? following == null ? Optional.empty() : following.trouble()
                : Optional.of("sealed: set license-server.kek-file and restart");
    }

    private Map<String, OpsRoutes.Check> checks() {
        Map<String, OpsRoutes.Check> checks = new LinkedHashMap<>();
        checks.put(
                "store",
                () -> workers.store(() -> {
                    database.runCommand(new Document("ping", 1));
                    return null;
                }));
        checks.put(
                "key-encryption-key",
                () -> keyTrouble().<Future<Void>>map(Future::failedFuture).orElse(Future.succeededFuture()));
        TokenVerifier tokens = verifier;
        if (tokens != null) {
            checks.put("issuer-keys", tokens::ready);
        }
        return checks;
    }

    /** Method and path of every route. */
    List<String> table() {
        return table;
    }

    Router router() {
        Router built = router;
        if (built == null) {
            throw new IllegalStateException("not built yet");
        }
        return built;
    }

    EdgeKeyFiles edgeKeyFiles() {
        return new EdgeKeyFiles(config.edgeList(), keys.require().edgeRoot());
    }

    Future<Void> close() {
        return workers.store(() -> {
            closeNow();
            return null;
        });
    }

    private void closeNow() {
        if (sweeps != NO_TIMER) {
            vertx.cancelTimer(sweeps);
        }
        keys.close();
        client.close();
    }
}
