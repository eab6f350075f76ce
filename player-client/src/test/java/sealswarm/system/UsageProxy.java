package sealswarm.system;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * Stands before the license server, keeps what it said of each receipt, and may call a killer when an upload has come or before its
 * answer goes.
 */
final class UsageProxy implements AutoCloseable {
    /** When the killer is called. */
    enum Moment {
        BEFORE_THE_SERVER_HAS_IT,
        BEFORE_THE_ANSWER_GOES
    }

    /** What the server said of one receipt. */
    record Verdict(long seq, String verdict) {}

    private record Killer(Moment moment, Runnable kill) {}

    private final URI server;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final HttpServer listening;
    private final ExecutorService threads = Executors.newFixedThreadPool(4);
    private final List<Verdict> verdicts = new ArrayList<>();
    private final List<JsonObject> entries = new ArrayList<>();
    private @Nullable Killer killer;
    private volatile boolean refusing;

    UsageProxy(URI server) throws IOException {
        this.server = server;
        listening = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        listening.createContext("/", this::relay);
        listening.setExecutor(threads);
        listening.start();
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + listening.getAddress().getPort());
    }

    /** From now on the server is not to be reached. */
    void refuse() {
        refusing = true;
    }

    /** It is to be reached again. */
    void relay() {
        refusing = false;
    }

    /** The next upload is the child's last. */
    synchronized void killAt(Moment moment, Runnable kill) {
        killer = new Killer(moment, kill);
    }

    /** What the server has said so far, in order. */
    synchronized List<Verdict> verdicts() {
        return List.copyOf(verdicts);
    }

    /** The entries of all uploads that the server answered, in order. */
    synchronized List<JsonObject> entries() {
        return List.copyOf(entries);
    }

    private synchronized Optional<Killer> take(Moment moment) {
        Killer due = killer;
        if (due == null || due.moment() != moment) {
            return Optional.empty();
        }
        killer = null;
        return Optional.of(due);
    }

    private void relay(HttpExchange exchange) throws IOException {
        try (exchange) {
            boolean usage = exchange.getRequestURI().getPath().equals("/v1/usage");
            byte[] body = exchange.getRequestBody().readAllBytes();
            if (refusing) {
                return;
            }
            if (usage && killed(Moment.BEFORE_THE_SERVER_HAS_IT)) {
                return;
            }
            HttpRequest.Builder request = HttpRequest.newBuilder(server.resolve(exchange.getRequestURI()))
                    .method(exchange.getRequestMethod(), BodyPublishers.ofByteArray(body));
            exchange.getRequestHeaders().forEach((name, values) -> {
                if (List.of("authorization", "content-type", "accept", "idempotency-key")
                        .contains(name.toLowerCase(java.util.Locale.ROOT))) {
                    values.forEach(value -> request.header(name, value));
                }
            });
            HttpResponse<byte[]> answer = http.send(request.build(), BodyHandlers.ofByteArray());
            if (usage) {
                keep(new JsonObject(Buffer.buffer(body)), new JsonObject(Buffer.buffer(answer.body())));
                if (killed(Moment.BEFORE_THE_ANSWER_GOES)) {
                    return;
                }
            }
            answer.headers().firstValue("Content-Type").ifPresent(type -> exchange.getResponseHeaders()
                    .set("Content-Type", type));
            exchange.sendResponseHeaders(answer.statusCode(), answer.body().length == 0 ? -1 : answer.body().length);
            exchange.getResponseBody().write(answer.body());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean killed(Moment moment) {
        Optional<Killer> due = take(moment);
        due.ifPresent(killer -> killer.kill().run());
        return due.isPresent();
    }

    private synchronized void keep(JsonObject upload, JsonObject answer) {
        for (int i = 0; i < upload.getJsonArray("entries").size(); i++) {
            byte[] entry =
                    Base64.getUrlDecoder().decode(upload.getJsonArray("entries").getString(i));
            entries.add(new JsonObject(Buffer.buffer(entry)));
        }
        for (int i = 0; i < answer.getJsonArray("items").size(); i++) {
            JsonObject item = answer.getJsonArray("items").getJsonObject(i);
            verdicts.add(new Verdict(item.getLong("seq"), item.getString("verdict")));
        }
    }

    @Override
    public void close() {
        listening.stop(0);
        threads.shutdownNow();
    }
}
