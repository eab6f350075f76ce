package sealswarm.overlay.edge;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import sealswarm.console.settings.SecretText;
import sealswarm.overlay.config.EdgeConfig;
import sealswarm.overlay.origin.OriginDisk;
import sealswarm.overlay.origin.SampleTrack;
import sealswarm.overlay.origin.SystemOriginDisk;
import sealswarm.overlay.token.EdgeName;
import sealswarm.overlay.token.EdgeToken;
import sealswarm.overlay.token.EdgeTokenKey;
import sealswarm.overlay.token.EdgeTokenRoot;
import sealswarm.overlay.token.TokenKind;

/** A real edge on free loopback ports, with the key that mints its tokens and a client that talks to it. */
public final class TrialEdge implements AutoCloseable {
    /** The key of the edge, as the license server has it. */
    public static final EdgeTokenKey KEY = EdgeTokenRoot.of(new byte[32]).derive(new EdgeName("edge-1"), 0);

    private static final int PATCH_BYTES = 1 << 20;

    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final EdgeVerticle verticle;

    /** Starts an edge whose state is below {@code data}. */
    public static TrialEdge start(Path data) {
        return start(data, new SystemOriginDisk());
    }

    /** Starts an edge on another disk. */
    public static TrialEdge start(Path data, OriginDisk disk) {
        return new TrialEdge(
                data, config(0, 0), new EdgePlatform(InstantSource.system(), new Random(1), new SecureRandom(), disk));
    }

    private TrialEdge(Path data, EdgeConfig config, EdgePlatform platform) {
        verticle = new EdgeVerticle(config, data, platform);
        try {
            vertx.deployVerticle(verticle).await(30, TimeUnit.SECONDS);
        } catch (Exception e) {
            vertx.close().await();
            throw new AssertionError(e);
        }
    }

    static EdgeConfig config(int httpPort, int peerPort) {
        return new EdgeConfig(
                "127.0.0.1",
                httpPort,
                "127.0.0.1",
                peerPort,
                null,
                null,
                null,
                SecretText.of(KEY.revealKeyFileLine()),
                null,
                null,
                List.of(),
                null,
                null);
    }

    /** Its address, without a slash at the end. */
    public String url() {
        return verticle.addresses().publicUrl();
    }

    /** Its HTTP port. */
    public int port() {
        return verticle.addresses().httpPort();
    }

    /** The port peers connect to. */
    public int peerPort() {
        return verticle.addresses().peerPort();
    }

    /** An hour from now. */
    public static long soon() {
        return Instant.now().getEpochSecond() + 3600;
    }

    /** A token of a kind for a track, good for an hour. */
    public static String token(SampleTrack track, TokenKind kind) {
        return KEY.mint(track.token(kind, soon()));
    }

    /** The operator's token. */
    public static String opsToken() {
        return KEY.mint(EdgeToken.ops(soon()));
    }

    /** Uploads a track from wherever the edge is, as {@code publish} does. */
    public void publish(SampleTrack track) {
        String origin = "/origin/" + token(track, TokenKind.UPLOAD) + "/";
        expect(204, put(origin + "metainfo", track.hybrid()));
        expect(204, put(origin + "metainfo.v1", track.companion()));
        expect(204, put(origin + "leaves", track.leaves()));
        long offset = offset(track);
        while (offset < track.data().length) {
            int end = (int) Math.min(track.data().length, offset + PATCH_BYTES);
            expect(204, patch(track, offset, track.data((int) offset, end)));
            offset = offset(track);
        }
    }

    long offset(SampleTrack track) {
        HttpResponse<byte[]> head = send(
                request("/origin/" + token(track, TokenKind.UPLOAD) + "/data").method("HEAD", BodyPublishers.noBody()));
        expect(200, head);
        return Long.parseLong(head.headers().firstValue("Upload-Offset").orElseThrow());
    }

    HttpResponse<byte[]> patch(SampleTrack track, long offset, byte[] bytes) {
        return send(request("/origin/" + token(track, TokenKind.UPLOAD) + "/data")
                .header("Upload-Offset", Long.toString(offset))
                .method("PATCH", BodyPublishers.ofByteArray(bytes)));
    }

    HttpResponse<byte[]> put(String path, byte[] body) {
        return send(request(path).PUT(BodyPublishers.ofByteArray(body)));
    }

    /** Gets a path. */
    public HttpResponse<byte[]> get(String path, String... headers) {
        HttpRequest.Builder request = request(path).GET();
        if (headers.length > 0) {
            request.headers(headers);
        }
        return send(request);
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(url() + path)).timeout(Duration.ofSeconds(30));
    }

    HttpResponse<byte[]> send(HttpRequest.Builder request) {
        try {
            return client.send(request.build(), BodyHandlers.ofByteArray());
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private static void expect(int status, HttpResponse<byte[]> response) {
        if (response.statusCode() != status) {
            throw new AssertionError("expected " + status + " but got " + response.statusCode() + " "
                    + new String(response.body(), java.nio.charset.StandardCharsets.UTF_8));
        }
    }

    @Override
    public void close() {
        vertx.close().await();
    }
}
