package sealswarm.overlay.edge;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PemKeyCertOptions;
import java.io.IOException;
import java.net.BindException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sealswarm.console.exit.Refusal;
import sealswarm.console.settings.SecretText;
import sealswarm.overlay.Overlay;
import sealswarm.overlay.OverlaySettings;
import sealswarm.overlay.config.EdgeConfig;
import sealswarm.overlay.http.Router;
import sealswarm.overlay.http.TokenGate;
import sealswarm.overlay.origin.OriginStore;
import sealswarm.overlay.token.EdgeName;
import sealswarm.overlay.token.EdgeSiblingKey;
import sealswarm.overlay.token.EdgeTokenKey;
import sealswarm.overlay.token.EdgeTokenRing;
import sealswarm.overlay.token.PeerSigningKey;
import sealswarm.overlay.tracker.Locality;
import sealswarm.overlay.webseed.EdgeLinks;

/**
 * One edge. Deploy one instance per process; {@link #addresses} tells where it listens once it is deployed. A failed start (port
 * in use, damaged store) fails the deployment and leaves nothing open.
 */
public final class EdgeVerticle extends VerticleBase {
    private static final Logger LOG = LoggerFactory.getLogger(EdgeVerticle.class);
    private static final int WORKERS = 4;
    private static final int MAX_HEADER_BYTES = 8 * 1024;
    private static final int MAX_REQUEST_LINE_BYTES = 4 * 1024;
    private static final int IDLE_SECONDS = 60;
    private static final int RECEIVE_CHUNK_BYTES = 64 * 1024;

    private final EdgeConfig config;
    private final EdgePlatform platform;
    private final EdgeTokenRing ring;
    private final Siblings siblings;
    private final Locality locality;
    private final Path data;
    private @Nullable WorkerExecutor workers;
    private @Nullable Overlay overlay;
    private @Nullable HttpServer server;
    private @Nullable EdgeServices services;
    private @Nullable EdgeAddresses addresses;

    /**
     * An edge that is not started yet.
     *
     * @param data its directory, made if it does not exist
     * @throws Refusal exit 2 if a key file or the table of prefixes is malformed
     */
    public EdgeVerticle(EdgeConfig config, Path data, EdgePlatform platform) {
        this.config = config;
        this.platform = platform;
        this.data = data;
        List<EdgeSiblingKey> siblingKeys = siblingKeys(config);
        this.ring = ring(config, siblingKeys);
        this.siblings = siblings(config, ring.edge(), siblingKeys);
        this.locality = locality(config);
    }

    /**
     * Where it listens.
     *
     * @throws IllegalStateException before it is deployed
     */
    public EdgeAddresses addresses() {
        if (addresses == null) {
            throw new IllegalStateException("the edge is not started");
        }
        return addresses;
    }

    private static List<EdgeSiblingKey> siblingKeys(EdgeConfig config) {
        SecretText text = config.siblingKeys();
        try {
            return text == null
                    ? List.of()
                    : text.revealSecret()
                            .lines()
                            .filter(line -> !line.isBlank())
                            .map(EdgeSiblingKey::ofKeyFileLine)
                            .toList();
        } catch (IllegalArgumentException e) {
            throw badSiblings(e);
        }
    }

    private static Siblings siblings(EdgeConfig config, EdgeName self, List<EdgeSiblingKey> keys) {
        try {
            return Siblings.of(self, config.siblingList(), keys);
        } catch (IllegalArgumentException e) {
            throw badSiblings(e);
        }
    }

    private static Refusal badSiblings(IllegalArgumentException e) {
        return Refusal.usage(
                "configuration",
                "sibling-keys-file: " + e.getMessage(),
                "take the file that the license server made for this edge");
    }

    private static EdgeTokenRing ring(EdgeConfig config, List<EdgeSiblingKey> siblings) {
        List<EdgeTokenKey> keys = new ArrayList<>();
        try {
            keys.add(EdgeTokenKey.ofKeyFileLine(config.tokenKey().revealSecret()));
            if (config.previousTokenKey() != null) {
                keys.add(EdgeTokenKey.ofKeyFileLine(config.previousTokenKey().revealSecret()));
            }
            EdgeName self = keys.get(0).edge();
            return new EdgeTokenRing(
                    keys, siblings.stream().filter(key -> key.to().equals(self)).toList());
        } catch (IllegalArgumentException e) {
            throw Refusal.usage(
                    "configuration",
                    "token-key-file: " + e.getMessage(),
                    "take the file that the license server made for this edge");
        }
    }

    private static Locality locality(EdgeConfig config) {
        Path networks = config.altoNetworkMap();
        Path costs = config.altoCostMap();
        if (networks != null && costs != null) {
            return alto(networks, costs);
        }
        Path file = config.localityFile();
        if (file == null) {
            return Locality.NONE;
        }
        try {
            return Locality.parse(Files.readAllLines(file));
        } catch (IllegalArgumentException | IOException e) {
            throw Refusal.usage(
                    "configuration", file + ": " + e.getMessage(), "write lines of prefix,site,region,network");
        }
    }

    private static Locality alto(Path networks, Path costs) {
        try {
            return Locality.ofAlto(Files.readAllBytes(networks), Files.readAllBytes(costs));
        } catch (IllegalArgumentException | IOException e) {
            throw Refusal.usage(
                    "configuration",
                    networks + ", " + costs + ": " + e.getMessage(),
                    "take both maps of RFC 7285 from your provider at one time");
        }
    }

    /** What opening the directory gives; read on a worker. */
    private record Opened(OriginStore store, PeerSigningKey certificateKey, Accounting accounting) {}

    @Override
    public Future<?> start() {
        WorkerExecutor pool = vertx.createSharedWorkerExecutor("edge-" + ring.edge(), WORKERS);
        workers = pool;
        return pool.executeBlocking(this::open, false)
                .compose(opened -> startEngine().compose(engine -> listen(opened, engine, pool)))
                .onSuccess(nothing ->
                        LOG.info("edge {} serves {}", ring.edge(), addresses().publicUrl()))
                .recover(failure -> stop().transform(stopped -> Future.failedFuture(failure)));
    }

    private Opened open() throws IOException {
        Files.createDirectories(data);
        PeerSigningKey key = CertificateKeyFile.open(data.resolve("certificate.key"), platform.secrets());
        return new Opened(
                OriginStore.open(data.resolve("origin"), platform.disk()),
                key,
                Accounting.open(platform.disk(), data.resolve("accounting"), key.publicKey(), platform.clock()));
    }

    private Future<Overlay> startEngine() {
        OverlaySettings settings = EdgeSeeder.settings(
                config.peerHost(), config.peerPort(), Runtime.getRuntime().availableProcessors());
        return Overlay.start(vertx, settings, platform.secrets())
                .onSuccess(started -> overlay = started)
                .recover(failure -> failedPort(failure, config.peerPort(), "--peer-port"));
    }

    /** A port that another process has is the operator's to solve, and named with the flag that moves it. */
    private static <T> Future<T> failedPort(Throwable failure, int port, String flag) {
        return failure instanceof BindException
                ? Future.failedFuture(Refusal.failure(
                                "port-in-use",
                                "port " + port + " is in use",
                                "another " + flag + ", or stop the other process")
                        .causedBy(failure))
                : Future.failedFuture(failure);
    }

    private Future<EdgeServices> listen(Opened opened, Overlay engine, WorkerExecutor pool) {
        Router router = new Router(platform.random());
        HeadDeadlines deadlines = new HeadDeadlines(platform.clock());
        ConnectionLimits connections = new ConnectionLimits(deadlines, config.maxConnections());
        HttpServer http = vertx.createHttpServer(options())
                .requestHandler(request -> {
                    deadlines.begun(request);
                    router.handle(request);
                })
                .connectionHandler(connections::admit);
        server = http;
        Future<HttpServer> bound =
                http.listen().recover(failure -> failedPort(failure, config.httpPort(), "--http-port"));
        return bound.compose(listening -> {
            EdgeAddresses at = new EdgeAddresses(listening.actualPort(), engine.port(), publicUrl(listening));
            EdgeLinks links =
                    new EdgeLinks(at.publicUrl(), ring, opened.certificateKey().publicKey());
            TokenGate gate = new TokenGate(ring, platform.clock());
            EdgeServices parts = new EdgeServices(
                    new EdgeServices.Setting(
                            vertx,
                            pool,
                            platform,
                            config,
                            locality,
                            siblings,
                            data,
                            ring.edge(),
                            at.publicUrl(),
                            connections),
                    engine,
                    opened.store(),
                    gate,
                    links,
                    new EdgeServices.Members(opened.certificateKey(), opened.accounting()));
            parts.mount(router);
            services = parts;
            addresses = at;
            return parts.start(deadlines);
        });
    }

    private HttpServerOptions options() {
        HttpServerOptions options = new HttpServerOptions()
                .setHost(config.httpHost())
                .setPort(config.httpPort())
                .setMaxHeaderSize(MAX_HEADER_BYTES)
                .setMaxInitialLineLength(MAX_REQUEST_LINE_BYTES)
                .setMaxChunkSize(RECEIVE_CHUNK_BYTES)
                .setIdleTimeout(IDLE_SECONDS)
                .setHttp2ClearTextEnabled(false)
                .setReuseAddress(true);
        if (config.tlsCertificate() != null && config.tlsKey() != null) {
            options.setSsl(true)
                    .setUseAlpn(false)
                    .setKeyCertOptions(new PemKeyCertOptions()
                            .setCertPath(config.tlsCertificate().toString())
                            .setKeyPath(config.tlsKey().toString()));
        }
        return options;
    }

    private String publicUrl(HttpServer listening) {
        if (config.publicUrl() != null) {
            return config.publicUrl();
        }
        String host = config.httpHost().contains(":") ? "[" + config.httpHost() + "]" : config.httpHost();
        return (config.usesTls() ? "https://" : "http://") + host + ":" + listening.actualPort();
    }

    @Override
    public Future<?> stop() {
        HttpServer http = server;
        EdgeServices parts = services;
        Overlay engine = overlay;
        WorkerExecutor pool = workers;
        Future<Void> closed = http == null ? Future.succeededFuture() : http.close();
        return closed.transform(done -> parts == null ? Future.succeededFuture() : parts.stop())
                .transform(done -> parts != null || engine == null ? Future.succeededFuture() : engine.close())
                .transform(done -> pool == null ? Future.succeededFuture() : pool.close());
    }
}
