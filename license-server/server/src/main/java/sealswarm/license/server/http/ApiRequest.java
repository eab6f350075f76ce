package sealswarm.license.server.http;

import io.vertx.core.buffer.Buffer;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import sealswarm.format.envelope.DocumentType;
import sealswarm.format.envelope.Envelope;
import sealswarm.license.problem.ProblemType;
import sealswarm.license.wire.WireJson;

/**
 * A request whose caller, size and rate were checked.
 *
 * @param requestId id of this request in logs and problems
 * @param caller who sent it
 * @param path the route's parameters by name
 * @param query query parameters by name; a name sent twice was refused
 * @param headers the few headers rooms may look at, names in lower case
 * @param body the bytes; empty if none
 */
public record ApiRequest(
        String requestId,
        Caller caller,
        Map<String, String> path,
        Map<String, String> query,
        Map<String, String> headers,
        Buffer body) {
    /** Longest idempotency key, in characters. */
    public static final int MAX_KEY_LENGTH = 255;

    private static final Pattern PRINTABLE = Pattern.compile("[\\x21-\\x7e]{1," + MAX_KEY_LENGTH + "}");

    public ApiRequest {
        path = Map.copyOf(path);
        query = Map.copyOf(query);
        headers = Map.copyOf(headers);
    }

    /** A path parameter the route declares. */
    public String pathParameter(String name) {
        String value = path.get(name);
        if (value == null) {
            throw new IllegalArgumentException("the route has no parameter " + name);
        }
        return value;
    }

    /** A path parameter that must be a whole number from {@code min} on. */
    public int pathNumber(String name, int min) {
        return number("path." + name, pathParameter(name), min, Integer.MAX_VALUE);
    }

    public Optional<String> queryParameter(String name) {
        return Optional.ofNullable(query.get(name));
    }

    /** A query parameter that must be a whole number in a range, or {@code otherwise} if absent. */
    public int queryNumber(String name, int min, int max, int otherwise) {
        String text = query.get(name);
        return text == null ? otherwise : number("query." + name, text, min, max);
    }

    /**
     * The {@code Idempotency-Key} header.
     *
     * @throws ProblemException malformed if it is missing, empty, longer than {@value #MAX_KEY_LENGTH} or not printable ASCII
     */
    public String idempotencyKey() {
        String key = headers.getOrDefault("idempotency-key", "");
        if (!PRINTABLE.matcher(key).matches()) {
            throw ProblemException.malformed(
                    "header.Idempotency-Key", "1 to " + MAX_KEY_LENGTH + " printable ASCII characters");
        }
        return key;
    }

    /** The body's bytes, which must not be empty. */
    public byte[] bodyBytes() {
        if (body.length() == 0) {
            throw ProblemException.of(ProblemType.MALFORMED, "the request has no body");
        }
        return body.getBytes();
    }

    /**
     * The body as a message; unknown, missing and doubled members are refused.
     *
     * @throws sealswarm.format.problem.FormatException malformed, naming the member
     */
    public <T> T json(Class<T> type) {
        return WireJson.readRequest(bodyBytes(), type, ApiRoute.MANIFEST_BYTES);
    }

    /** The body as a signed document of a type, not believed yet. */
    public Envelope envelope(DocumentType type) {
        return Envelope.parse(bodyBytes(), type);
    }

    private static int number(String where, String text, int min, int max) {
        // Nine digits fit an int, so parsing cannot overflow.
        if (text.matches("0|[1-9][0-9]{0,8}")) {
            int value = Integer.parseInt(text);
            if (value >= min && value <= max) {
                return value;
            }
        }
        throw ProblemException.malformed(
                where, "a whole number from " + min + (max == Integer.MAX_VALUE ? "" : " to " + max));
    }
}
