package sealswarm.overlay.edge;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import sealswarm.console.settings.SecretText;
import sealswarm.overlay.config.EdgeConfig;
import sealswarm.overlay.origin.OriginDisk;
import sealswarm.overlay.origin.SystemOriginDisk;
import sealswarm.overlay.token.EdgeTokenKey;

/** A real edge on free loopback ports, and a client that talks to it. */
public final class TrialEdge extends EdgeClient implements AutoCloseable {
    private final Vertx vertx;
    private final EdgeVerticle verticle;

    /** Starts an edge whose state is below {@code data}. */
    public static TrialEdge start(Path data) {
        return start(data, new SystemOriginDisk());
    }

    /** Starts an edge on another disk. */
    public static TrialEdge start(Path data, OriginDisk disk) {
        return start(data, config(0, 0), platform(InstantSource.system(), disk));
    }

    /** Starts an edge with settings and a platform of its own. */
    static TrialEdge start(Path data, EdgeConfig config, EdgePlatform platform) {
        Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
        EdgeVerticle verticle = new EdgeVerticle(config, data, platform);
        try {
            vertx.deployVerticle(verticle).await(30, TimeUnit.SECONDS);
        } catch (Exception e) {
            vertx.close().await();
            throw new AssertionError(e);
        }
        return new TrialEdge(
                vertx, verticle, EdgeTokenKey.ofKeyFileLine(config.tokenKey().revealSecret()));
    }

    static EdgePlatform platform(InstantSource clock, OriginDisk disk) {
        return new EdgePlatform(clock, new Random(1), new SecureRandom(), disk);
    }

    private TrialEdge(Vertx vertx, EdgeVerticle verticle, EdgeTokenKey key) {
        super(verticle.addresses().publicUrl(), key);
        this.vertx = vertx;
        this.verticle = verticle;
    }

    static EdgeConfig config(int httpPort, int peerPort) {
        return EdgeConfig.ofLoopback(httpPort, peerPort, SecretText.of(KEY.revealKeyFileLine()));
    }

    /** Its HTTP port. */
    public int port() {
        return verticle.addresses().httpPort();
    }

    /** The port peers connect to. */
    public int peerPort() {
        return verticle.addresses().peerPort();
    }

    @Override
    public void close() {
        vertx.close().await();
    }
}
