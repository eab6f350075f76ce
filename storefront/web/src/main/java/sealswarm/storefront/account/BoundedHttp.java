package sealswarm.storefront.account;

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
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Small JSON requests to the issuer: no redirects, ten seconds, at most {@link #MAX_BODY_BYTES} of answer. Event loop
 * only.
 */
final class BoundedHttp {
    /** Most bytes of an answer; a longer one is cut off and refused. */
    static final int MAX_BODY_BYTES = 64 * 1024;

    private static final long TIMEOUT_MILLIS = 10_000;
    private final HttpClient client;

    BoundedHttp(Vertx vertx) {
        client = vertx.createHttpClient(new HttpClientOptions().setIdleTimeout(30));
    }

    /** Fetches a JSON object. */
    Future<Reply> get(URI uri) {
        return send(HttpMethod.GET, uri, Buffer.buffer(), "");
    }

    /** Posts form fields and reads a JSON object. */
    Future<Reply> post(URI uri, Map<String, String> fields) {
        String form = fields.entrySet().stream()
                .map(field -> encode(field.getKey()) + "=" + encode(field.getValue()))
                .collect(Collectors.joining("&"));
        return send(HttpMethod.POST, uri, Buffer.buffer(form), "application/x-www-form-urlencoded");
    }

    static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private Future<Reply> send(HttpMethod method, URI uri, Buffer body, String contentType) {
        RequestOptions options = new RequestOptions()
                .setMethod(method)
                .setAbsoluteURI(uri.toString())
                .setFollowRedirects(false)
                .setTimeout(TIMEOUT_MILLIS)
                .putHeader("Accept", "application/json");
        if (!contentType.isEmpty()) {
            options.putHeader("Content-Type", contentType);
        }
        return client.request(options).compose(request -> exchange(request, body));
    }

    private static Future<Reply> exchange(HttpClientRequest request, Buffer body) {
        return request.send(body).compose(response -> bounded(request, response)
                .map(bytes -> new Reply(response.statusCode(), object(bytes))));
    }

    private static Future<Buffer> bounded(HttpClientRequest request, HttpClientResponse response) {
        Promise<Buffer> whole = Promise.promise();
        Buffer bytes = Buffer.buffer();
        response.exceptionHandler(whole::tryFail);
        response.handler(part -> {
            if (bytes.length() + part.length() > MAX_BODY_BYTES) {
                request.reset();
                whole.tryFail(new IOException("the issuer's answer is longer than " + MAX_BODY_BYTES + " bytes"));
            } else {
                bytes.appendBuffer(part);
            }
        });
        response.endHandler(end -> whole.tryComplete(bytes));
        return whole.future();
    }

    private static JsonObject object(Buffer bytes) {
        if (bytes.length() == 0) {
            return new JsonObject();
        }
        try {
            return bytes.toJsonObject();
        } catch (DecodeException | ClassCastException e) {
            return new JsonObject();
        }
    }

    /**
     * An answer.
     *
     * @param status HTTP status
     * @param body the object, empty if the answer held none
     */
    record Reply(int status, JsonObject body) {}
}
