package sealswarm.format.problem;

/** The one exception of this module: bytes were refused. Messages are lower case and never hold a secret. */
public final class FormatException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final FormatProblem problem;
    private final String message;

    public FormatException(FormatProblem problem, String message) {
        super(message);
        this.problem = problem;
        this.message = message;
    }

    public FormatException(FormatProblem problem, String message, Throwable cause) {
        super(message, cause);
        this.problem = problem;
        this.message = message;
    }

    /** Shorthand for the most frequent refusal. */
    public static FormatException malformed(String message) {
        return new FormatException(FormatProblem.MALFORMED, message);
    }

    @Override
    public String getMessage() {
        return message;
    }

    public FormatProblem problem() {
        return problem;
    }
}
