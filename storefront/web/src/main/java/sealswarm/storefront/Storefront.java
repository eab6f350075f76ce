package sealswarm.storefront;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.ReadConcern;
import com.mongodb.WriteConcern;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sealswarm.storefront.account.Issuer;
import sealswarm.storefront.account.MongoSessionStore;
import sealswarm.storefront.account.SessionStore;
import sealswarm.storefront.account.Sessions;
import sealswarm.storefront.account.SignInRoutes;
import sealswarm.storefront.catalog.CatalogRoutes;
import sealswarm.storefront.catalog.MongoCatalogStore;
import sealswarm.storefront.catalog.MongoPublicFileStore;
import sealswarm.storefront.config.StorefrontConfig;
import sealswarm.storefront.store.MongoWork;
import sealswarm.storefront.web.Origin;
import sealswarm.storefront.web.Pages;
import sealswarm.storefront.web.RandomText;
import sealswarm.storefront.web.Shell;

/**
 * The shop as one verticle: deploy it with its settings and it serves pages, at once, whether or not the issuer and the
 * license server answer yet. Instances share nothing but the store.
 */
public final class Storefront extends VerticleBase {
    private static final Logger LOG = LoggerFactory.getLogger(Storefront.class);
    private static final int MAX_HEADER_BYTES = 8 * 1024;
    private static final int MAX_LINE_BYTES = 4 * 1024;
    private static final int IDLE_SECONDS = 60;
    private static final long SWEEP_MILLIS = 5 * 60_000;

    private final StorefrontConfig config;
    private final InstantSource clock;
    private final SecureRandom random;
    private @Nullable Origin origin;
    private @Nullable MongoClient mongo;
    private @Nullable WorkerExecutor workers;

    /**
     * A shop that is not running yet.
     *
     * @param clock the time
     * @param random for ids and tokens
     */
    public Storefront(StorefrontConfig config, InstantSource clock, SecureRandom random) {
        this.config = config;
        this.clock = clock;
        this.random = random;
    }

    /** Where the shop is reached; known once the verticle is deployed. */
    public Origin origin() {
        if (origin == null) {
            throw new IllegalStateException("the storefront is not deployed");
        }
        return origin;
    }

    @Override
    public Future<?> start() {
        mongo = MongoClients.create(MongoClientSettings.builder()
                .applyConnectionString(new ConnectionString(config.mongoUri()))
                .applyToConnectionPoolSettings(pool -> pool.maxSize(MongoWork.MAX_CONNECTIONS))
                .writeConcern(WriteConcern.MAJORITY.withJournal(true))
                .readConcern(ReadConcern.MAJORITY)
                .build());
        workers = vertx.createSharedWorkerExecutor("storefront-store", MongoWork.MAX_CONNECTIONS);
        MongoWork work = new MongoWork(mongo.getDatabase(config.database()), workers);
        Router router = Router.router(vertx);
        HttpServer server = vertx.createHttpServer(new HttpServerOptions()
                .setHost(config.httpHost())
                .setPort(config.httpPort())
                .setHttp2ClearTextEnabled(false)
                .setMaxHeaderSize(MAX_HEADER_BYTES)
                .setMaxInitialLineLength(MAX_LINE_BYTES)
                .setIdleTimeout(IDLE_SECONDS)
                .setCompressionSupported(true));
        return server.requestHandler(router).listen().map(listening -> {
            Origin found = config.publicOriginOrNull();
            origin = found == null ? new Origin("http://" + config.httpHost() + ":" + listening.actualPort()) : found;
            wire(router, origin, work);
            LOG.atInfo().addKeyValue("origin", origin).log("storefront up");
            return listening;
        });
    }

    @Override
    public Future<?> stop() {
        if (workers != null) {
            workers.close();
        }
        if (mongo != null) {
            mongo.close();
        }
        return Future.succeededFuture();
    }

    private void wire(Router router, Origin shop, MongoWork work) {
        RandomText texts = new RandomText(random);
        Pages pages = new Pages();
        Shell shell = new Shell(pages, texts, shop, Origin.of(config.issuer().issuer()));
        Issuer issuer = new Issuer(vertx, config.issuer(), clock);
        SessionStore sessionStore = new MongoSessionStore(work);
        Sessions sessions = new Sessions(vertx, sessionStore, issuer, clock);

        shell.open(vertx, router);
        shell.forms(router);
        router.route().handler(sessions);
        new SignInRoutes(pages, issuer, sessionStore, clock, texts, shop).addTo(router);
        new CatalogRoutes(
                        pages,
                        new MongoCatalogStore(work),
                        new MongoPublicFileStore(work),
                        viewer -> Future.succeededFuture(Set.of()),
                        listing -> Future.succeededFuture(OptionalInt.empty()),
                        clock,
                        texts)
                .addTo(router);

        issuer.discover();
        vertx.setPeriodic(SWEEP_MILLIS, timer -> sessions.sweep()
                .onFailure(
                        failure -> LOG.atWarn().setCause(failure).log("sweep of sessions failed, tried again later")));
    }
}
