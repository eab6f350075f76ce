package sealswarm.overlay.edge;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import sealswarm.overlay.origin.SampleTrack;
import sealswarm.overlay.token.EdgeName;
import sealswarm.overlay.token.EdgeToken;
import sealswarm.overlay.token.EdgeTokenKey;
import sealswarm.overlay.token.EdgeTokenRoot;
import sealswarm.overlay.token.TokenKind;

/** Talks to an edge over HTTP as studios, players and operators do, with the key that mints its tokens. */
public class EdgeClient {
    /** The key of the edge, as the license server has it. */
    public static final EdgeTokenKey KEY = EdgeTokenRoot.of(new byte[32]).derive(new EdgeName("edge-1"), 0);

    private static final int PATCH_BYTES = 1 << 20;

    private final HttpClient client;
    private final String url;
    private final EdgeTokenKey key;

    /** A client of the edge at {@code url}, without a slash at the end. */
    public EdgeClient(String url) {
        this(url, KEY);
    }

    /** A client of the edge that has another key than {@link #KEY}. */
    EdgeClient(String url, EdgeTokenKey key) {
        this(HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build(), url, key);
    }

    EdgeClient(HttpClient client, String url) {
        this(client, url, KEY);
    }

    private EdgeClient(HttpClient client, String url, EdgeTokenKey key) {
        this.client = client;
        this.url = url;
        this.key = key;
    }

    /** The edge's address, without a slash at the end. */
    public String url() {
        return url;
    }

    /** An hour from now. */
    public static long soon() {
        return Instant.now().getEpochSecond() + 3600;
    }

    /** A token of a kind for a track, good for an hour. */
    public static String token(SampleTrack track, TokenKind kind) {
        return KEY.mint(track.token(kind, soon()));
    }

    /** A token of this edge, of a kind, for a track, good for an hour. */
    public String ticket(SampleTrack track, TokenKind kind) {
        return key.mint(track.token(kind, soon()));
    }

    /** The operator's token. */
    public static String opsToken() {
        return KEY.mint(EdgeToken.ops(soon()));
    }

    /** The operator's token of this edge. */
    String operator() {
        return key.mint(EdgeToken.ops(soon()));
    }

    /** Uploads a track from wherever the edge is, as {@code publish} does. */
    public void publish(SampleTrack track) {
        describe(track);
        long offset = offset(track);
        while (offset < track.data().length) {
            int end = (int) Math.min(track.data().length, offset + PATCH_BYTES);
            expect(204, patch(track, offset, track.data((int) offset, end)));
            offset = offset(track);
        }
    }

    /** Uploads metainfos and leaves, as {@code publish} does to every edge. */
    public void describe(SampleTrack track) {
        String origin = "/origin/" + ticket(track, TokenKind.UPLOAD) + "/";
        expect(204, put(origin + "metainfo", track.hybrid()));
        expect(204, put(origin + "metainfo.v1", track.companion()));
        expect(204, put(origin + "leaves", track.leaves()));
    }

    /** Takes a track down as an operator does; gives the status. */
    public int withdraw(SampleTrack track) {
        return send(request("/ops/withdrawals/" + track.swarmId())
                        .header("Authorization", "Bearer " + opsToken())
                        .method("PUT", BodyPublishers.noBody()))
                .statusCode();
    }

    long offset(SampleTrack track) {
        HttpResponse<byte[]> head = send(request("/origin/" + ticket(track, TokenKind.UPLOAD) + "/data")
                .method("HEAD", BodyPublishers.noBody()));
        expect(200, head);
        return Long.parseLong(head.headers().firstValue("Upload-Offset").orElseThrow());
    }

    HttpResponse<byte[]> patch(SampleTrack track, long offset, byte[] bytes) {
        return send(request("/origin/" + ticket(track, TokenKind.UPLOAD) + "/data")
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
            throw new UncheckedIOException(e);
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
}
