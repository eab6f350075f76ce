package sealswarm.storefront;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import java.net.URI;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sealswarm.storefront.account.Issuer;
import sealswarm.storefront.account.IssuerSettings;
import sealswarm.storefront.account.MongoSessionStore;
import sealswarm.storefront.account.SessionStore;
import sealswarm.storefront.account.Sessions;
import sealswarm.storefront.account.SignInRoutes;
import sealswarm.storefront.accounting.AccountRoutes;
import sealswarm.storefront.catalog.CatalogRoutes;
import sealswarm.storefront.catalog.CatalogStore;
import sealswarm.storefront.catalog.MongoCatalogStore;
import sealswarm.storefront.catalog.MongoShopFileStore;
import sealswarm.storefront.catalog.ShopFileStore;
import sealswarm.storefront.config.StorefrontConfig;
import sealswarm.storefront.license.LicenseDesk;
import sealswarm.storefront.ops.EdgeView;
import sealswarm.storefront.ops.Health;
import sealswarm.storefront.ops.HealthCheck;
import sealswarm.storefront.ops.OpsRoutes;
import sealswarm.storefront.ops.StudioKeyRoutes;
import sealswarm.storefront.order.DeviceRoutes;
import sealswarm.storefront.order.LibraryRoutes;
import sealswarm.storefront.order.MongoOrderStore;
import sealswarm.storefront.order.OrderDesk;
import sealswarm.storefront.order.OrderRoutes;
import sealswarm.storefront.order.OrderStore;
import sealswarm.storefront.store.MongoConnection;
import sealswarm.storefront.store.MongoWork;
import sealswarm.storefront.studio.DraftRoutes;
import sealswarm.storefront.studio.DraftStore;
import sealswarm.storefront.studio.MongoDraftStore;
import sealswarm.storefront.studio.SalesRoutes;
import sealswarm.storefront.studio.Showroom;
import sealswarm.storefront.studio.StudioRoutes;
import sealswarm.storefront.web.ClientAddress;
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
    private static final long ORDER_SWEEP_MILLIS = 30_000;
    private static final long SWEEP_MILLIS = 5 * 60_000;

    private final StorefrontConfig config;
    private final InstantSource clock;
    private final SecureRandom random;
    private @Nullable Origin origin;
    private @Nullable MongoConnection store;
    private @Nullable LicenseDesk license;
    private List<String> routes = List.of();

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

    /** Method and path of every route that names a path, as {@code GET /titles/:titleId}, in no order; known once the verticle is deployed. */
    List<String> routes() {
        return List.copyOf(routes);
    }

    @Override
    public Future<?> start() {
        MongoConnection connection =
                MongoConnection.open(vertx, config.mongoUri().revealSecret(), config.database());
        store = connection;
        Router router = Router.router(vertx);
        HttpServer server = vertx.createHttpServer(new HttpServerOptions()
                .setHost(config.httpHost())
                .setPort(config.httpPort())
                .setHttp2ClearTextEnabled(false)
                .setMaxHeaderSize(MAX_HEADER_BYTES)
                .setMaxInitialLineLength(MAX_LINE_BYTES)
                .setIdleTimeout(IDLE_SECONDS)
                .setCompressionSupported(true));
        return connection
                .ping()
                .compose(up -> server.requestHandler(router).listen())
                .map(listening -> {
                    URI given = config.publicUrl();
                    origin = given == null
                            ? new Origin("http://" + config.httpHost() + ":" + listening.actualPort())
                            : new Origin(given.toString());
                    wire(router, origin, connection);
                    LOG.atInfo().addKeyValue("origin", origin).log("storefront up");
                    return listening;
                });
    }

    @Override
    public Future<?> stop() {
        if (license != null) {
            license.close();
        }
        if (store != null) {
            store.close();
        }
        return Future.succeededFuture();
    }

    private void wire(Router router, Origin shop, MongoConnection connection) {
        MongoWork work = connection.work();
        RandomText texts = new RandomText(random);
        Pages pages = new Pages();
        Shell shell = new Shell(pages, texts, shop, Origin.of(config.issuer()));
        Issuer issuer = new Issuer(
                vertx, new IssuerSettings(config.issuer(), StorefrontConfig.CLIENT_ID, config.clientSecret()), clock);
        LicenseDesk desk = new LicenseDesk(vertx, config.server(), issuer);
        license = desk;
        SessionStore sessionStore = new MongoSessionStore(work);
        CatalogStore catalog = new MongoCatalogStore(work);
        ShopFileStore files = new MongoShopFileStore(work);
        DraftStore drafts = new MongoDraftStore(work);
        OrderStore orders = new MongoOrderStore(work);
        Sessions sessions = new Sessions(vertx, sessionStore, issuer, clock);
        Showroom showroom = new Showroom(drafts, catalog, files, desk, clock);
        OrderDesk orderDesk = new OrderDesk(orders, desk, clock);
        LibraryRoutes library = new LibraryRoutes(pages, catalog, desk);

        EdgeView edges = new EdgeView(vertx, desk, clock, texts);
        Health health = new Health(
                vertx,
                clock,
                List.of(
                        new HealthCheck("store", connection::ping),
                        new HealthCheck("issuer", issuer::probe),
                        new HealthCheck("license-server", desk::probe)));
        OpsRoutes ops = new OpsRoutes(pages, health, edges);

        ops.measure(router);
        shell.begin(router);
        ops.addProbes(router);
        shell.open(router);
        new DraftRoutes(issuer, drafts, files, showroom, desk, clock, shop).addTo(router);
        shell.forms(router);
        router.route().handler(sessions);
        new SignInRoutes(pages, issuer, sessionStore, clock, texts, addresses(shop), shop).addTo(router);
        new CatalogRoutes(pages, catalog, files, library, edges, clock, texts).addTo(router);
        new OrderRoutes(pages, catalog, orders, orderDesk, desk, clock, texts).addTo(router);
        library.addTo(router);
        new DeviceRoutes(pages, desk).addTo(router);
        new StudioRoutes(pages, drafts, catalog, showroom).addTo(router);
        new SalesRoutes(pages, drafts, desk).addTo(router);
        new AccountRoutes(pages, desk, texts).addTo(router);
        ops.addTo(router);
        new StudioKeyRoutes(pages, desk).addTo(router);

        routes = router.getRoutes().stream()
                .filter(route -> route.getPath() != null && route.methods() != null)
                .flatMap(route -> route.methods().stream().map(method -> method + " " + route.getPath()))
                .toList();
        issuer.discover().onSuccess(found -> sweep(orderDesk));
        vertx.setPeriodic(ORDER_SWEEP_MILLIS, timer -> sweep(orderDesk));
        vertx.setPeriodic(SWEEP_MILLIS, timer -> sessions.sweep()
                .onFailure(
                        failure -> LOG.atWarn().setCause(failure).log("sweep of sessions failed, tried again later")));
    }

    /** The shop itself speaks plain HTTP: an encrypted origin means a proxy before it. */
    private static ClientAddress addresses(Origin shop) {
        return shop.isEncrypted() ? ClientAddress.OF_PROXY : ClientAddress.OF_CONNECTION;
    }

    private static void sweep(OrderDesk orders) {
        orders.sweep()
                .onFailure(failure -> LOG.atWarn().setCause(failure).log("sweep of orders failed, tried again later"));
    }
}
