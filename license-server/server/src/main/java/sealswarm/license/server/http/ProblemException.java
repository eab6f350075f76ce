package sealswarm.license.server.http;

import java.util.LinkedHashMap;
import java.util.Map;
import sealswarm.license.problem.ProblemType;

/**
 * Ends a request with a problem document (RFC 9457). Only for refusals a caller may see: its detail and members are sent
 * as they are, so they never hold a key, a token or another user's data.
 */
public final class ProblemException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ProblemType type;
    private final transient Map<String, Object> members;

    private ProblemException(ProblemType type, String detail, Map<String, Object> members) {
        // No stack trace: a refusal is an answer, and a flood of bad requests must stay cheap.
        super(detail, null, false, false);
        if (type.status() == 0) {
            throw new IllegalArgumentException("no server sends " + type.code());
        }
        this.type = type;
        this.members = members;
    }

    public static ProblemException of(ProblemType type, String detail) {
        return new ProblemException(type, detail, Map.of());
    }

    /** A request that cannot be read: where, and what was expected there. */
    public static ProblemException malformed(String path, String expected) {
        return of(ProblemType.MALFORMED, path + ": expected " + expected)
                .with("path", path)
                .with("expected", expected);
    }

    /** The same problem with one more extension member; values are text, numbers, lists or maps of these. */
    public ProblemException with(String member, Object value) {
        Map<String, Object> more = new LinkedHashMap<>(members);
        more.put(member, value);
        return new ProblemException(type, detail(), more);
    }

    public ProblemType type() {
        return type;
    }

    public String detail() {
        return String.valueOf(getMessage());
    }

    public Map<String, Object> members() {
        return Map.copyOf(members);
    }
}
