package sealswarm.overlay.host;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import sealswarm.overlay.metainfo.Metainfo;
import sealswarm.overlay.token.HostStatement;
import sealswarm.overlay.token.PeerKeyThumbprint;
import sealswarm.overlay.token.SwarmId;

/**
 * What a host asks of an edge over HTTP, without a token. No redirect is followed, answers are bounded in bytes and in time, and
 * whatever is not as the specification says is a failure. Belongs to its context.
 */
final class HostApi {
    /** Most offers taken of an edge. */
    static final int MAX_OFFERS = 10_000;

    /** Swarms in one question, as the edge takes them. */
    static final int MAX_ASKED = 64;

    private static final int MAX_LIST_BYTES = 1 << 20;
    private static final int CONNECT_MILLIS = 10_000;
    private static final long ANSWER_SECONDS = 60;
    private static final ObjectMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(
                            StreamReadConstraints.builder().maxNestingDepth(4).build())
                    .build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private final HttpClient client;
    private final String server;
    private final PeerKeyThumbprint key;

    /** What an edge gives of one track. */
    enum Document {
        METAINFO(".torrent", Metainfo.MAX_BYTES),
        COMPANION(".v1.torrent", Metainfo.MAX_BYTES),
        STATEMENT(".statement", HostStatement.MAX_BYTES);

        private final String suffix;
        private final int maxBytes;

        Document(String suffix, int maxBytes) {
            this.suffix = suffix;
            this.maxBytes = maxBytes;
        }
    }

    /** Asks the edge at {@code server}, for tokens that name {@code key}. */
    HostApi(Vertx vertx, URI server, PeerKeyThumbprint key) {
        this.key = key;
        String text = server.toString();
        this.server = text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
        this.client = vertx.createHttpClient(new HttpClientOptions()
                .setConnectTimeout(CONNECT_MILLIS)
                .setDecompressionSupported(false)
                .setMaxHeaderSize(8 * 1024));
    }

    /** All tracks that are open to hosts. */
    Future<List<HostOffer>> offers() {
        return offers(new ArrayList<>());
    }

    private Future<List<HostOffer>> offers(List<HostOffer> sofar) {
        String after =
                sofar.isEmpty() ? "" : "?after=" + sofar.get(sofar.size() - 1).swarmId();
        return json("/host/tracks" + after).compose(page -> {
            List<HostOffer> offers = new ArrayList<>();
            String last =
                    sofar.isEmpty() ? "" : sofar.get(sofar.size() - 1).swarmId().hex();
            for (JsonNode each : page.path("tracks")) {
                HostOffer offer = offer(each);
                if (offer.swarmId().hex().compareTo(last) <= 0) {
                    return Future.failedFuture(new IOException("the edge's list is out of order"));
                }
                last = offer.swarmId().hex();
                offers.add(offer);
            }
            sofar.addAll(offers);
            boolean ended =
                    offers.isEmpty() || sofar.size() >= page.path("total").asInt();
            return ended || sofar.size() >= MAX_OFFERS ? Future.succeededFuture(List.copyOf(sofar)) : offers(sofar);
        });
    }

    private static HostOffer offer(JsonNode node) {
        return new HostOffer(
                new SwarmId(node.path("swarmId").asText()),
                node.path("sizeBytes").asLong(),
                node.path("seeds").asInt(),
                node.path("leechers").asInt());
    }

    /** Which of {@code held} must be given up. */
    Future<Set<SwarmId>> recalled(List<SwarmId> held) {
        if (held.isEmpty()) {
            return Future.succeededFuture(Set.of());
        }
        List<SwarmId> asked = held.subList(0, Math.min(MAX_ASKED, held.size()));
        String ids = asked.stream().map(SwarmId::hex).collect(Collectors.joining(","));
        return json("/host/recalled?swarms=" + ids).compose(answer -> {
            Set<SwarmId> recalled = new HashSet<>();
            answer.path("recalled").forEach(id -> recalled.add(new SwarmId(id.asText())));
            recalled.retainAll(asked);
            return recalled(held.subList(asked.size(), held.size())).map(rest -> {
                recalled.addAll(rest);
                return recalled;
            });
        });
    }

    /** A document of a track; fails if the edge does not give it. */
    Future<byte[]> document(SwarmId swarmId, Document document) {
        return get("/host/" + swarmId + document.suffix + "?key=" + key.hex(), document.maxBytes)
                .map(Buffer::getBytes);
    }

    private Future<JsonNode> json(String path) {
        return get(path, MAX_LIST_BYTES).compose(body -> {
            try {
                return Future.succeededFuture(JSON.readTree(body.getBytes()));
            } catch (IOException e) {
                return Future.failedFuture(new IOException("the edge's answer is no JSON: " + e.getMessage(), e));
            }
        });
    }

    private Future<Buffer> get(String path, int maxBytes) {
        RequestOptions options = new RequestOptions()
                .setMethod(HttpMethod.GET)
                .setAbsoluteURI(server + path)
                .putHeader("User-Agent", "Sealswarm/1")
                .setFollowRedirects(false);
        return client.request(options).compose(request -> exchange(request, maxBytes));
    }

    /** An answer that does not become whole ends with its connection: none is left to drip on. */
    private static Future<Buffer> exchange(HttpClientRequest request, int maxBytes) {
        return request.send()
                .compose(response -> body(response, maxBytes))
                .timeout(ANSWER_SECONDS, TimeUnit.SECONDS)
                .onFailure(failure -> request.reset());
    }

    private static Future<Buffer> body(HttpClientResponse response, int maxBytes) {
        Promise<Buffer> whole = Promise.promise();
        response.exceptionHandler(whole::tryFail);
        if (response.statusCode() != 200 || response.getHeader("Content-Encoding") != null) {
            response.request().reset();
            return Future.failedFuture(new IOException("the edge answered " + response.statusCode()));
        }
        Buffer body = Buffer.buffer();
        response.handler(chunk -> {
            if (body.length() + chunk.length() > maxBytes) {
                response.request().reset();
                whole.tryFail(new IOException("the edge's answer is longer than " + maxBytes + " bytes"));
            } else {
                body.appendBuffer(chunk);
            }
        });
        response.endHandler(nothing -> whole.tryComplete(body));
        return whole.future();
    }

    void close() {
        client.close();
    }
}
