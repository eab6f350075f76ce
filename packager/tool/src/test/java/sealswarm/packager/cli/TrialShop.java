package sealswarm.packager.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import sealswarm.format.key.SigningKey;
import sealswarm.format.vectors.SamplePackage;
import sealswarm.license.client.StoredLogin;
import sealswarm.license.key.KeyUse;
import sealswarm.license.key.ServerKey;
import sealswarm.license.key.ServerKeys;
import sealswarm.license.wire.SignedJson;

/**
 * License server, edge and storefront behind one loopback port, as far as {@code publish} speaks with them: it keeps what it is sent and
 * answers by the specifications. Next answers of the upload route can be spoiled.
 */
final class TrialShop implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpServer server;
    private final ExecutorService pool = Executors.newFixedThreadPool(2);
    private final SigningKey documents = SigningKey.ofSeed(SamplePackage.fixed(40));
    final List<String> calls = new ArrayList<>();
    final Map<String, byte[]> bodies = new ConcurrentHashMap<>();
    final ByteArrayOutputStream data = new ByteArrayOutputStream();
    /** Statuses that the next PATCHes answer with instead of taking the body; 0 cuts the connection. */
    final Deque<Integer> spoiled = new ArrayDeque<>();

    /** Told of each call once its effect is kept and before it is answered. */
    Consumer<String> beforeAnswer = call -> {};

    String keyState = "trusted";
    List<String> gaps = List.of();
    boolean wantsPoster;

    TrialShop() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 16);
        server.setExecutor(pool);
        server.createContext("/", this::handle);
        server.start();
    }

    String base() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** A studio's sign-in at this shop. */
    StoredLogin login(SamplePackage sample) {
        ServerKeys keys = new ServerKeys(
                1,
                base(),
                List.of(
                        ServerKey.of(KeyUse.DOCUMENTS, documents.verifyKey()),
                        ServerKey.sealing(sample.serverKey().publicKey())),
                URI.create(base() + "/realms/sealswarm"),
                URI.create(base()),
                List.of(URI.create(base())));
        return new StoredLogin(
                URI.create(base()),
                URI.create(base() + "/realms/sealswarm"),
                "packager",
                "studio-account",
                "good-token",
                Instant.parse("2099-01-01T00:00:00Z"),
                null,
                SignedJson.of(keys.sign(documents)));
    }

    private synchronized void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            String call = exchange.getRequestMethod() + " " + path;
            calls.add(call);
            byte[] body = exchange.getRequestBody().readAllBytes();
            if (!path.startsWith("/origin/")
                    && !"Bearer good-token".equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
                answer(exchange, 401, problem("unauthenticated"));
            } else if (path.startsWith("/origin/")) {
                edge(exchange, path, body);
            } else if (path.startsWith("/v1/studios/")) {
                answer(exchange, 200, studioKeys(body));
            } else if (path.startsWith("/v1/titles/")) {
                bodies.put("register", body);
                answer(exchange, 200, registered(path, body));
            } else {
                storefront(exchange, path, body);
            }
        }
    }

    private void edge(HttpExchange exchange, String path, byte[] body) throws IOException {
        switch (exchange.getRequestMethod()) {
            case "PUT" -> {
                bodies.put(path, body);
                answer(exchange, 204, "");
            }
            case "HEAD" -> {
                exchange.getResponseHeaders().set("Upload-Offset", Integer.toString(data.size()));
                exchange.sendResponseHeaders(200, -1);
            }
            case "PATCH" -> patch(exchange, body);
            default -> answer(exchange, 405, problem("method-not-allowed"));
        }
    }

    private void patch(HttpExchange exchange, byte[] body) throws IOException {
        Integer spoil = spoiled.poll();
        if (spoil != null && spoil == 0) {
            // Half of it arrives, then the connection ends: the client learns nothing.
            data.write(body, 0, body.length / 2 / 16_384 * 16_384);
            throw new IOException("cut");
        }
        if (spoil != null) {
            exchange.getResponseHeaders().set("Retry-After", "1");
            answer(exchange, spoil, problem(spoil == 422 ? "leaf-mismatch" : "overloaded"));
            return;
        }
        long offset = Long.parseLong(exchange.getRequestHeaders().getFirst("Upload-Offset"));
        if (offset == data.size()) {
            data.write(body);
        }
        exchange.getResponseHeaders().set("Upload-Offset", Integer.toString(data.size()));
        answer(exchange, offset == data.size() - body.length ? 204 : 409, "");
    }

    private String studioKeys(byte[] body) throws IOException {
        JsonNode payload = payload(JSON.readTree(body));
        String pub = payload.get("pub").asText();
        String kid = JSON.readTree(body).at("/sigs/0/kid").asText();
        return "{\"studioId\":\"" + payload.get("studioId").asText() + "\",\"keys\":[{\"kid\":\"" + kid
                + "\",\"pub\":\"" + pub + "\",\"state\":\"" + keyState + "\",\"since\":\"2026-01-01T00:00:00Z\"}]}";
    }

    private String registered(String path, byte[] body) throws IOException {
        JsonNode manifest = payload(JSON.readTree(body).get("manifest"));
        ObjectNode answer = JSON.createObjectNode();
        answer.put("titleId", manifest.get("titleId").asText())
                .put("revision", Integer.parseInt(path.substring(path.lastIndexOf('/') + 1)))
                .put("packageId", "ab".repeat(32));
        var uploads = answer.putArray("uploads");
        for (JsonNode track : manifest.get("tracks")) {
            var upload = uploads.addObject().put("trackId", track.get("id").asText());
            upload.putArray("edges").addObject().put("url", base() + "/origin/secret-token-a");
            upload.withArray("edges").addObject().put("url", base() + "/origin/secret-token-b");
        }
        return JSON.writeValueAsString(answer);
    }

    private void storefront(HttpExchange exchange, String path, byte[] body) throws IOException {
        bodies.put(exchange.getRequestMethod() + " " + path, body);
        if (path.endsWith("/live")) {
            answer(exchange, 200, "{\"titleId\":\"demo\",\"state\":\"LIVE\",\"page\":\"" + base() + "/titles/demo\"}");
            return;
        }
        if (path.contains("/files/")) {
            wantsPoster = false;
        }
        ObjectNode answer = JSON.createObjectNode().put("titleId", "demo").put("revision", 1);
        answer.put("page", base() + "/studio/titles/demo");
        gaps.forEach(answer.putArray("gaps")::add);
        var uploads = answer.putArray("uploads");
        if (wantsPoster) {
            uploads.addObject()
                    .put("path", "poster.png")
                    .put("sha256", "ab".repeat(32))
                    .put("url", base() + "/api/v1/drafts/demo/files/" + "ab".repeat(32));
        }
        answer(exchange, 200, JSON.writeValueAsString(answer));
    }

    private static JsonNode payload(JsonNode envelope) throws IOException {
        return JSON.readTree(
                java.util.Base64.getUrlDecoder().decode(envelope.get("payload").asText()));
    }

    private static String problem(String name) {
        return "{\"type\":\"urn:sealswarm:problem:" + name + "\",\"detail\":\"" + name + " it is\"}";
    }

    private void answer(HttpExchange exchange, int status, String body) throws IOException {
        beforeAnswer.accept(
                exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath());
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        if (bytes.length > 0) {
            exchange.getResponseBody().write(bytes);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        pool.shutdownNow();
        documents.close();
    }
}
