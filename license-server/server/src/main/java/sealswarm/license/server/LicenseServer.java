package sealswarm.license.server;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PemKeyCertOptions;
import java.io.IOException;
import java.net.BindException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import sealswarm.console.exit.Refusal;
import sealswarm.license.server.config.LicenseServerConfig;

/**
 * A running license server. Several may run on one database. {@link #start} fails without leaving anything running; {@link
 * #close} lets running requests end.
 */
public final class LicenseServer {
    private static final int MAX_HEADER_BYTES = 8 * 1024;
    private static final int MAX_LINE_BYTES = 4 * 1024;
    private static final int IDLE_SECONDS = 60;

    private final HttpServer http;
    private final LicenseServerWiring wiring;
    private final LicenseServerConfig config;

    private LicenseServer(HttpServer http, LicenseServerWiring wiring, LicenseServerConfig config) {
        this.http = http;
        this.wiring = wiring;
        this.config = config;
    }

    /**
     * Starts a server.
     *
     * @param vertx stays the caller's
     * @return fails with a {@link Refusal} that says what to do if the port is taken or a setting does not hold
     */
    public static Future<LicenseServer> start(Vertx vertx, LicenseServerConfig config, LicenseServerParts parts) {
        HttpServer http = vertx.createHttpServer(options(config));
        // The port is taken first: its number is part of the public address, and a second server must fail early.
        java.util.concurrent.atomic.AtomicReference<LicenseServerWiring> late =
                new java.util.concurrent.atomic.AtomicReference<>();
        return http.requestHandler(request -> {
                    LicenseServerWiring ready = late.get();
                    if (ready == null) {
                        request.response()
                                .setStatusCode(503)
                                .putHeader("Retry-After", "1")
                                .end();
                    } else {
                        ready.router().handle(request);
                    }
                })
                .listen(config.httpPort(), config.httpHost())
                .recover(failure -> Future.failedFuture(refusal(failure, config)))
                .compose(bound -> LicenseServerWiring.open(vertx, config, parts, publicUrl(config, bound.actualPort()))
                        .onFailure(failure -> bound.close())
                        .map(wiring -> {
                            late.set(wiring);
                            return new LicenseServer(bound, wiring, config);
                        }));
    }

    private static Throwable refusal(Throwable failure, LicenseServerConfig config) {
        return failure instanceof BindException
                ? Refusal.failure(
                        "port-in-use",
                        "port " + config.httpPort() + " is in use",
                        "another --http-port, or stop the other process")
                : failure;
    }

    private static URI publicUrl(LicenseServerConfig config, int port) {
        String given = config.publicUrl();
        if (given != null) {
            return URI.create(given);
        }
        String scheme = config.tlsCertificate() == null ? "http" : "https";
        String host = config.httpHost().contains(":") ? "[" + config.httpHost() + "]" : config.httpHost();
        return URI.create(scheme + "://" + host + ":" + port);
    }

    private static HttpServerOptions options(LicenseServerConfig config) {
        HttpServerOptions options = new HttpServerOptions()
                .setMaxHeaderSize(MAX_HEADER_BYTES)
                .setMaxInitialLineLength(MAX_LINE_BYTES)
                .setIdleTimeout(IDLE_SECONDS)
                .setHttp2ClearTextEnabled(false)
                .setDecompressionSupported(false);
        if (config.tlsCertificate() != null) {
            options.setSsl(true)
                    .setUseAlpn(false)
                    .setEnabledSecureTransportProtocols(java.util.Set.of("TLSv1.3", "TLSv1.2"))
                    .setKeyCertOptions(new PemKeyCertOptions()
                            .setCertPath(Objects.requireNonNull(config.tlsCertificate())
                                    .toString())
                            .setKeyPath(Objects.requireNonNull(config.tlsKey()).toString()));
        }
        return options;
    }

    /** How clients reach it; also its name in documents. */
    public URI url() {
        return publicUrl(config, http.actualPort());
    }

    /** The port it listens on, whatever address it is known by. */
    public int port() {
        return http.actualPort();
    }

    /** Method and path of every route it serves, as in the OpenAPI document. */
    public List<String> routeTable() {
        return wiring.table();
    }

    /** The token key of one of its edges as a key file's line: a secret for that edge alone. */
    public String revealEdgeKey(String edgeName) {
        return wiring.edgeKeyFiles().revealKey(edgeName);
    }

    /** Writes the key files of all edges into a directory, readable by their owner only; those that are right already are left. */
    public void writeEdgeKeys(Path directory) throws IOException {
        wiring.edgeKeyFiles().write(directory);
    }

    /** Stops taking requests, lets running ones end, closes the store and the keys. */
    public Future<Void> close() {
        return http.shutdown().compose(done -> wiring.close());
    }
}
