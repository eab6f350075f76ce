package sealswarm.overlay.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import sealswarm.overlay.token.SwarmId;

/** One request and its answer. Each exchange is answered once; a second answer is dropped, because the peer may be gone. */
public final class Exchange {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpServerRequest request;
    private final Map<String, String> parameters;
    private final String requestId;

    Exchange(HttpServerRequest request, Map<String, String> parameters, String requestId) {
        this.request = request;
        this.parameters = Map.copyOf(parameters);
        this.requestId = requestId;
    }

    /** The request. */
    public HttpServerRequest request() {
        return request;
    }

    /** The response, for answers that are streamed. */
    public HttpServerResponse response() {
        return request.response();
    }

    /** A named segment of the path. */
    public String parameter(String name) {
        String value = parameters.get(name);
        if (value == null) {
            throw new IllegalArgumentException("the route has no segment :" + name);
        }
        return value;
    }

    /** The swarm that the path's {@code :swarm} names; nothing, and the exchange refused, if it names none. */
    public Optional<SwarmId> swarm() {
        Optional<SwarmId> swarm = SwarmId.parse(parameter("swarm"));
        if (swarm.isEmpty()) {
            refuse(Problem.notFound("a swarm is named by 40 hexadecimal digits"));
        }
        return swarm;
    }

    /** Id of the request in logs and answers. */
    public String requestId() {
        return requestId;
    }

    /** Answers without a body. */
    public void answer(int status) {
        if (isOpen()) {
            response().setStatusCode(status).end();
        }
    }

    /** Answers with bytes. */
    public void answer(int status, String mediaType, Buffer body) {
        if (isOpen()) {
            response()
                    .setStatusCode(status)
                    .putHeader("Content-Type", mediaType)
                    .end(body);
        }
    }

    /** Answers with a JSON document of maps, lists, text, numbers and booleans. */
    public void json(int status, Object document) {
        answer(status, "application/json", Buffer.buffer(bytes(document)));
    }

    /** Refuses. */
    public void refuse(Problem problem) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("type", "urn:sealswarm:problem:" + problem.kind().code());
        document.put("title", problem.kind().title());
        document.put("status", problem.kind().status());
        document.put("detail", problem.detail());
        document.put("requestId", requestId);
        document.putAll(new TreeMap<>(problem.members()));
        if (isOpen()) {
            response().putHeader("Cache-Control", "no-store");
        }
        answer(problem.kind().status(), Problem.MEDIA_TYPE, Buffer.buffer(bytes(document)));
    }

    private boolean isOpen() {
        return !response().headWritten() && !response().closed();
    }

    private static byte[] bytes(Object document) {
        try {
            return JSON.writeValueAsBytes(document);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not a document of plain values", e);
        }
    }
}
