package sealswarm.license.server.http;

import io.vertx.core.json.JsonObject;
import sealswarm.format.problem.FormatException;
import sealswarm.license.problem.ProblemType;

/** Writes problem documents (RFC 9457), the only error bodies this server sends. */
final class Problems {
    static final String MEDIA_TYPE = "application/problem+json";

    private Problems() {}

    static Reply reply(ProblemException problem, String requestId) {
        ProblemType type = problem.type();
        JsonObject document = new JsonObject()
                .put("type", type.uri())
                .put("title", type.title())
                .put("status", type.status())
                .put("detail", problem.detail())
                .put("requestId", requestId);
        problem.members().forEach(document::put);
        Reply reply = Reply.bytes(type.status(), MEDIA_TYPE, document.toBuffer().getBytes());
        return switch (type) {
            case UNAUTHENTICATED -> reply.with("WWW-Authenticate", "Bearer");
            case RATE_LIMITED, OVERLOADED, SEALED, CLOCK_UNSOUND, IN_PROGRESS -> reply.with("Retry-After", "5");
            default -> reply;
        };
    }

    /** The refusal of a request whose bytes or signatures were refused. */
    static ProblemException ofFormat(FormatException refused) {
        ProblemType type =
                switch (refused.problem()) {
                    case MALFORMED, BLOCK_CORRUPT -> ProblemType.MALFORMED;
                    case TOO_LARGE -> ProblemType.TOO_LARGE;
                    case UNSUPPORTED_VERSION -> ProblemType.UNSUPPORTED_VERSION;
                    case CRIT_UNKNOWN -> ProblemType.CRIT_UNKNOWN;
                    case SUITE_UNSUPPORTED -> ProblemType.SUITE_UNSUPPORTED;
                    case BAD_SIGNATURE, MANIFEST_UNTRUSTED -> ProblemType.BAD_SIGNATURE;
                    case WRAP_INVALID, KEY_COMMITMENT, KEY_MISMATCH -> ProblemType.KEY_MISMATCH;
                    case SALT_REUSE -> ProblemType.SALT_REUSE;
                };
        return ProblemException.of(type, String.valueOf(refused.getMessage()));
    }

    /** The refusal for a status the router itself came to. */
    static ProblemException ofStatus(int status) {
        return switch (status) {
            case 404 -> ProblemException.of(ProblemType.NOT_FOUND, "no such route");
            case 405 -> ProblemException.of(ProblemType.METHOD_NOT_ALLOWED, "the route does not know this method");
            case 413 -> ProblemException.of(ProblemType.TOO_LARGE, "the body is larger than this route takes");
            case 415 -> ProblemException.of(ProblemType.UNSUPPORTED_MEDIA_TYPE, "send application/json");
            case 400 ->
                ProblemException.of(ProblemType.MALFORMED, "the request line, a header or the body is malformed");
            default ->
                ProblemException.of(ProblemType.INTERNAL, "the server failed; the request id names its log line");
        };
    }
}
