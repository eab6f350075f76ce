package sealswarm.overlay.http;

import java.util.Locale;

/**
 * Every refusal of the edge: its HTTP status and the exit code of a command that ends with it. {@code docs/problems.md} holds the
 * same table.
 */
public enum ProblemKind {
    /** The request breaks the rules of its route. */
    MALFORMED(400, 2, "the request is malformed"),
    /** No token, or one that does not open this route. */
    UNAUTHENTICATED(401, 4, "no valid access token"),
    /** A proof of possession fails. */
    BAD_SIGNATURE(403, 4, "the signature does not verify"),
    /** Nothing here, or nothing for this token. */
    NOT_FOUND(404, 3, "not found"),
    /** The path takes other methods. */
    METHOD_NOT_ALLOWED(405, 2, "the method is not allowed here"),
    /** An upload begins with its metainfo. */
    METAINFO_MISSING(409, 1, "the metainfo comes first"),
    /** The leaves prove the data and come before it. */
    LEAVES_MISSING(409, 1, "the leaves come before the data"),
    /** The data goes on at another offset, told in {@code offset}. */
    OFFSET_MISMATCH(409, 6, "the upload goes on at another offset"),
    /** One upload writes to a track at a time. */
    UPLOAD_IN_PROGRESS(409, 6, "another upload writes to this track"),
    /** The operator took the track down. */
    WITHDRAWN(410, 4, "the track was withdrawn"),
    /** A body needs its length. */
    LENGTH_REQUIRED(411, 2, "a Content-Length is required"),
    /** The body is longer than the route takes. */
    TOO_LARGE(413, 2, "the request is too large"),
    /** Several ranges, or one beyond the end. */
    RANGE_NOT_SATISFIABLE(416, 2, "the range cannot be served"),
    /** Not a metainfo of ours. */
    METAINFO_INVALID(422, 5, "the metainfo is not valid"),
    /** The leaves do not hash to the root. */
    LEAVES_MISMATCH(422, 5, "the leaves do not match the root"),
    /** A block does not hash to its leaf, told in {@code leaf}. */
    LEAF_MISMATCH(422, 5, "a block does not match its leaf"),
    /** A report says what cannot be. */
    IMPLAUSIBLE(422, 2, "the report cannot be true"),
    /** Too often. */
    RATE_LIMITED(429, 6, "too many requests"),
    /** A fault of the edge's own. */
    INTERNAL(500, 6, "the server failed"),
    /** Too much at once. */
    OVERLOADED(503, 6, "the server is overloaded"),
    /** No room for what is to be stored. */
    DISK_FULL(507, 6, "the edge's disk is full");

    private final int status;
    private final int exitCode;
    private final String title;

    ProblemKind(int status, int exitCode, String title) {
        this.status = status;
        this.exitCode = exitCode;
        this.title = title;
    }

    /** The HTTP status. */
    public int status() {
        return status;
    }

    /** The exit code of a command that ends with it. */
    public int exitCode() {
        return exitCode;
    }

    /** What it means, in a few words. */
    public String title() {
        return title;
    }

    /** Last segment of its type, {@code urn:sealswarm:problem:<code>}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
