package sealswarm.overlay.http;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A refusal over HTTP (RFC 9457).
 *
 * @param status the HTTP status
 * @param name last segment of its type, {@code urn:sealswarm:problem:<name>}
 * @param detail what is wrong, for a person; never a token
 * @param members further members for machines: text and whole numbers
 */
public record Problem(int status, String name, String detail, Map<String, Object> members) {
    /** Media type of the document. */
    public static final String MEDIA_TYPE = "application/problem+json";

    public Problem {
        members = Map.copyOf(members);
    }

    /** A problem without further members. */
    public static Problem of(int status, String name, String detail) {
        return new Problem(status, name, detail, Map.of());
    }

    /** The request breaks the rules of its route. */
    public static Problem malformed(String detail) {
        return of(400, "malformed", detail);
    }

    /** No token, or one that does not open this route. */
    public static Problem unauthenticated(String detail) {
        return of(401, "unauthenticated", detail);
    }

    /** Nothing here. */
    public static Problem notFound(String detail) {
        return of(404, "not-found", detail);
    }

    /** The body is longer than the route takes. */
    public static Problem tooLarge(long maxBytes) {
        return new Problem(413, "too-large", "the body is too large", Map.of("maxBytes", maxBytes));
    }

    /** This problem with one more member. */
    public Problem with(String member, Object value) {
        Map<String, Object> more = new LinkedHashMap<>(members);
        more.put(member, value);
        return new Problem(status, name, detail, more);
    }
}
