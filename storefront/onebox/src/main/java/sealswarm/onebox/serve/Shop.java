package sealswarm.onebox.serve;

import io.vertx.core.Deployable;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sealswarm.console.exit.Diagnosis;
import sealswarm.console.exit.Refusal;
import sealswarm.console.settings.SecretText;
import sealswarm.embedded.keycloak.KeycloakStart;
import sealswarm.embedded.store.EmbeddedStore;
import sealswarm.embedded.store.StoreException;
import sealswarm.license.server.LicenseServer;
import sealswarm.license.server.LicenseServerParts;
import sealswarm.license.server.config.LicenseServerConfig;
import sealswarm.license.server.identity.KeycloakDirectory;
import sealswarm.overlay.config.EdgeConfig;
import sealswarm.overlay.edge.EdgePlatform;
import sealswarm.overlay.edge.EdgeVerticle;
import sealswarm.storefront.Storefront;
import sealswarm.storefront.config.StorefrontConfig;

/** A running shop. Everything that was started is closed again if a later part fails, and by {@link #close}, which any thread may call. */
public final class Shop implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Shop.class);
    private static final long PART_SECONDS = 60;
    private static final String HOST = "127.0.0.1";
    private static final String EDGE = "edge";
    private static final int STORE_CONNECTIONS = 32;

    private final ShopPlan plan;
    private final ShopPorts ports;
    private final Vertx vertx = Vertx.vertx();
    private final Deque<Part> parts = new ArrayDeque<>();
    private @Nullable CompletableFuture<IdentityServer> identity;
    private @Nullable SecretText edgeKey;
    private @Nullable String edgeDeployment;
    private volatile boolean closed;

    /** Something running. */
    private record Part(String name, AutoCloseable running) {}

    private Shop(ShopPlan plan, ShopPorts ports) {
        this.plan = plan;
        this.ports = ports;
        parts.push(new Part("event loops", () -> await(vertx.close())));
    }

    /**
     * Starts all parts and returns when people can sign in.
     *
     * @param say told in words what happens
     * @throws Refusal if a port is in use, the data directory is, or a part does not start; nothing runs then
     */
    public static Shop start(ShopPlan plan, Consumer<String> say) {
        Shop shop = open(plan, say);
        try {
            shop.awaitSignIn();
            return shop;
        } catch (RuntimeException e) {
            shop.close();
            throw e;
        }
    }

    /**
     * Starts all parts; pages, license server and edge are there when this returns, sign-in follows within some ten seconds, which
     * {@link #awaitSignIn} waits for.
     *
     * @param say told in words what happens
     * @throws Refusal if a port is in use, the data directory is, or a part does not start; nothing runs then
     */
    public static Shop open(ShopPlan plan, Consumer<String> say) {
        Shop shop = new Shop(plan, plan.ports().reserve(new SecureRandom()));
        try {
            shop.startParts(say);
            return shop;
        } catch (IOException e) {
            shop.close();
            throw Refusal.failure("shop", "cannot start the shop in " + plan.data() + ": " + e, "check the directory")
                    .causedBy(e);
        } catch (RuntimeException e) {
            shop.close();
            throw e;
        }
    }

    private void startParts(Consumer<String> say) throws IOException {
        Path secretsDirectory = closedDirectory(closedDirectory(plan.data()).resolve("secrets"));
        ShopSecrets secrets = new ShopSecrets(secretsDirectory, new SecureRandom());
        SecretText storefrontSecret = secrets.text("client-storefront");
        SecretText serverSecret = secrets.text("client-license-server");
        String mongoUri = plan.mongoUri().orElseGet(this::openStore);
        startStorefront(mongoUri, storefrontSecret);
        say.accept("storefront " + storefront() + " (sign-in follows)");
        // The slowest part starts beside the others.
        KeycloakStart start = new KeycloakStart();
        CompletableFuture<IdentityServer> signIn = CompletableFuture.supplyAsync(
                () -> IdentityServer.start(plan, ports, storefrontSecret, serverSecret, start, say));
        parts.push(new Part("identity server", () -> {
            start.abandon();
            signIn.handle(Shop::closeStarted).join();
        }));
        LicenseServer license = startLicenseServer(mongoUri, secrets.keyEncryptionKeys(), serverSecret);
        say.accept("license server " + licenseServer());
        edgeKey = SecretText.of(license.revealEdgeKey(EDGE));
        parts.push(new Part("edge", this::closeEdge));
        openEdge();
        say.accept("edge " + edge());
        identity = signIn.thenApply(started -> {
            say.accept("sign-in " + issuer());
            return started;
        });
    }

    /**
     * Waits until people can sign in.
     *
     * @throws Refusal if the identity server does not start
     */
    public void awaitSignIn() {
        identity();
    }

    private IdentityServer identity() {
        if (identity == null) {
            throw new IllegalStateException("the shop is not open");
        }
        return joined(identity);
    }

    private static IdentityServer joined(CompletableFuture<IdentityServer> starting) {
        try {
            return starting.join();
        } catch (CompletionException e) {
            throw Diagnosis.of(e.getCause() == null ? e : e.getCause());
        }
    }

    /** A start that failed has left nothing, and said so to whoever waited for it. */
    private static Boolean closeStarted(@Nullable IdentityServer started, @Nullable Throwable failure) {
        if (started != null) {
            started.close();
        }
        return failure == null;
    }

    private LicenseServer startLicenseServer(String mongoUri, Path kekFile, SecretText clientSecret) {
        LicenseServerConfig config = new LicenseServerConfig(
                HOST,
                ports.licenseServer(),
                null,
                SecretText.of(mongoUri),
                "sealswarm-license",
                STORE_CONNECTIONS,
                IdentityServer.address(plan, ports).toString(),
                IdentityServer.REALM,
                null,
                null,
                clientSecret,
                null,
                storefront().toString(),
                kekFile,
                null,
                List.of(EDGE + "=" + edge()),
                null,
                List.of(),
                null,
                null);
        LicenseServerParts given = LicenseServerParts.of(
                        InstantSource.system(),
                        () -> TimeUnit.NANOSECONDS.toMillis(System.nanoTime()),
                        new SecureRandom())
                .withAccountingClock(plan.accountingClock());
        LicenseServer server = await(LicenseServer.start(vertx, config, given));
        parts.push(new Part("license server", () -> await(server.close())));
        return server;
    }

    /** Opens the edge again after {@link #closeEdge}; it has kept its tracks. */
    public void openEdge() {
        Path data = plan.data().resolve("edge");
        EdgeConfig config = EdgeConfig.ofLoopback(ports.edgeHttp(), ports.edgePeer(), Objects.requireNonNull(edgeKey))
                .withShop(storefront().toString(), null);
        edgeDeployment = await(vertx.deployVerticle(new EdgeVerticle(config, data, EdgePlatform.ofMachine())));
    }

    /** Closes the edge alone, as if its machine were gone; everything else runs on. */
    public void closeEdge() {
        String deployed = edgeDeployment;
        edgeDeployment = null;
        if (deployed != null) {
            await(vertx.undeploy(deployed));
        }
    }

    private String openStore() {
        try {
            return keep("store", EmbeddedStore.open(plan.data().resolve("store")))
                    .connectionUri();
        } catch (StoreException e) {
            throw Refusal.failure("store", e.what(), e.fix().isEmpty() ? "see the log" : e.fix())
                    .causedBy(e);
        }
    }

    private void startStorefront(String mongoUri, SecretText secret) {
        StorefrontConfig config = StorefrontConfig.onLoopback(
                ports.storefront(),
                SecretText.of(mongoUri),
                IdentityServer.address(plan, ports),
                IdentityServer.REALM,
                secret,
                licenseServer());
        deploy("storefront", new Storefront(config, InstantSource.system(), new SecureRandom()));
    }

    private void deploy(String name, Deployable verticle) {
        String id = await(vertx.deployVerticle(verticle));
        parts.push(new Part(name, () -> await(vertx.undeploy(id))));
    }

    private <T extends AutoCloseable> T keep(String name, T running) {
        parts.push(new Part(name, running));
        return running;
    }

    private static Path closedDirectory(Path directory) throws IOException {
        Files.createDirectories(directory);
        if (directory.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
        }
        return directory;
    }

    private static <T> T await(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(PART_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw Diagnosis.of(e.getCause() == null ? e : e.getCause());
        } catch (TimeoutException e) {
            throw Refusal.failure("timeout", "a part did not start in " + PART_SECONDS + " s", "see the log")
                    .causedBy(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the shop was starting", e);
        }
    }

    /** The address of the shop's pages. */
    public URI storefront() {
        return ShopPorts.url(ports.storefront());
    }

    /** The address of the license server. */
    public URI licenseServer() {
        return ShopPorts.url(ports.licenseServer());
    }

    /** The address of tracker, web seed and origin. */
    public URI edge() {
        return ShopPorts.url(ports.edgeHttp());
    }

    /** The {@code iss} of the shop's tokens. */
    public URI issuer() {
        return IdentityServer.issuer(plan, ports);
    }

    /** The shop's accounts, once people can sign in; the caller closes them. */
    public KeycloakDirectory accounts() {
        return new KeycloakDirectory(identity().administrator(), IdentityServer.REALM);
    }

    /** Whether {@link #close} was called. */
    public boolean isClosed() {
        return closed;
    }

    /** Closes all parts, the last started first; a part that fails to close keeps no other from closing. */
    @Override
    public synchronized void close() {
        closed = true;
        while (!parts.isEmpty()) {
            Part part = parts.pop();
            try {
                part.running().close();
            } catch (Exception e) {
                LOG.warn("part failed to close part={}", part.name(), e);
            }
        }
    }
}
