package sealswarm.license.problem;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import sealswarm.format.json.StrictJson;
import sealswarm.format.problem.FormatException;

/**
 * A problem document (RFC 9457): {@code type, title, status, detail, hint, requestId} and members of the type's own.
 *
 * @param type which refusal
 * @param detail what happened this time, never a secret
 * @param hint what to do about it; may be empty
 * @param requestId under which the server logged it; may be empty
 * @param members further members by name: numbers, texts, lists
 */
public record Problem(ProblemType type, String detail, String hint, String requestId, Map<String, JsonNode> members) {
    /** Media type of such a document. */
    public static final String MEDIA_TYPE = "application/problem+json";

    /** Longest document a reader takes, in bytes. */
    public static final int MAX_BYTES = 64 * 1024;

    public Problem {
        members = Collections.unmodifiableMap(new LinkedHashMap<>(members));
    }

    /**
     * Reads the answer to a failed request. A type that is unknown here (a later server) or a body that is no problem document
     * becomes the type its HTTP status means.
     */
    public static Problem read(int status, byte[] body) {
        Optional<ObjectNode> tree = parse(body);
        ProblemType type = tree.flatMap(
                        found -> ProblemType.ofUri(found.path("type").asText()))
                .orElseGet(() -> ofStatus(status));
        Map<String, JsonNode> members = new LinkedHashMap<>();
        tree.ifPresent(found -> found.properties().forEach(member -> members.put(member.getKey(), member.getValue())));
        String detail = text(members, "detail");
        String title = text(members, "title");
        String hint = text(members, "hint");
        String requestId = text(members, "requestId");
        members.keySet().removeAll(java.util.Set.of("type", "title", "status", "detail", "hint", "requestId"));
        String what = detail.isEmpty() ? title.isEmpty() ? type.title() : title : detail;
        return new Problem(type, what, hint, requestId, members);
    }

    private static Optional<ObjectNode> parse(byte[] body) {
        try {
            return Optional.of(StrictJson.parseObject(body, MAX_BYTES));
        } catch (FormatException e) {
            return Optional.empty();
        }
    }

    private static String text(Map<String, JsonNode> members, String name) {
        JsonNode node = members.get(name);
        return node == null ? "" : node.asText();
    }

    private static ProblemType ofStatus(int status) {
        return switch (status) {
            case 401 -> ProblemType.UNAUTHENTICATED;
            case 402 -> ProblemType.PAYMENT_DUE;
            case 403 -> ProblemType.ROLE_MISSING;
            case 404 -> ProblemType.NOT_FOUND;
            case 405 -> ProblemType.METHOD_NOT_ALLOWED;
            case 409 -> ProblemType.IN_PROGRESS;
            case 413 -> ProblemType.TOO_LARGE;
            case 415 -> ProblemType.UNSUPPORTED_MEDIA_TYPE;
            case 421 -> ProblemType.UNKNOWN_HOST;
            case 422 -> ProblemType.IDEMPOTENCY_MISMATCH;
            case 429 -> ProblemType.RATE_LIMITED;
            case 503 -> ProblemType.OVERLOADED;
            default -> status >= 500 ? ProblemType.INTERNAL : ProblemType.MALFORMED;
        };
    }
}
