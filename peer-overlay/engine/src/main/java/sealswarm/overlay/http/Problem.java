package sealswarm.overlay.http;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A refusal over HTTP (RFC 9457).
 *
 * @param kind what kind of refusal
 * @param detail what is wrong, for a person; never a token
 * @param members further members for machines: text and whole numbers
 */
public record Problem(ProblemKind kind, String detail, Map<String, Object> members) {
    /** Media type of the document. */
    public static final String MEDIA_TYPE = "application/problem+json";

    public Problem {
        members = Map.copyOf(members);
    }

    /** A problem without further members. */
    public static Problem of(ProblemKind kind, String detail) {
        return new Problem(kind, detail, Map.of());
    }

    /** The request breaks the rules of its route. */
    public static Problem malformed(String detail) {
        return of(ProblemKind.MALFORMED, detail);
    }

    /** No token, or one that does not open this route. */
    public static Problem unauthenticated(String detail) {
        return of(ProblemKind.UNAUTHENTICATED, detail);
    }

    /** Nothing here. */
    public static Problem notFound(String detail) {
        return of(ProblemKind.NOT_FOUND, detail);
    }

    /** The body is longer than the route takes. */
    public static Problem tooLarge(long maxBytes) {
        return of(ProblemKind.TOO_LARGE, "the body is too large").with("maxBytes", maxBytes);
    }

    /** This problem with one more member. */
    public Problem with(String member, Object value) {
        Map<String, Object> more = new LinkedHashMap<>(members);
        more.put(member, value);
        return new Problem(kind, detail, more);
    }
}
