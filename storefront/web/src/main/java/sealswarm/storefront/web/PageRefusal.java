package sealswarm.storefront.web;

import java.io.Serial;
import java.util.List;
import java.util.Map;
import sealswarm.license.problem.ProblemType;

/**
 * Why a request is not answered as asked: a problem of the one list, and what its words mention. Thrown or failed with
 * anywhere below a route; the error handler turns it into a page or a problem document.
 */
public final class PageRefusal extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    private final ProblemType type;
    private final transient List<Object> arguments;
    private final transient Map<String, Object> extension;

    /**
     * A refusal; the words are {@code problem.<code>.text} of the bundle, or the problem's own title.
     *
     * @param type the problem, one that a server sends
     * @param arguments what the words mention
     */
    public PageRefusal(ProblemType type, Object... arguments) {
        this(type, Map.of(), arguments);
    }

    /**
     * A refusal with members for machines.
     *
     * @param extension members added to the problem document (RFC 9457, section 3.2)
     */
    public PageRefusal(ProblemType type, Map<String, Object> extension, Object... arguments) {
        super(type.code(), null, false, false);
        this.type = type;
        this.arguments = List.of(arguments);
        this.extension = Map.copyOf(extension);
    }

    /** Another's, or nobody's: both look alike. */
    public static PageRefusal notFound() {
        return new PageRefusal(ProblemType.NOT_FOUND);
    }

    /** A request that does not say what the route needs; the argument names the field. */
    public static PageRefusal malformed(String field) {
        return new PageRefusal(ProblemType.MALFORMED, field);
    }

    /** The problem. */
    public ProblemType type() {
        return type;
    }

    /** Members for machines. */
    public Map<String, Object> extension() {
        return extension;
    }

    /** What the words mention. */
    public Object[] arguments() {
        return arguments.toArray();
    }
}
