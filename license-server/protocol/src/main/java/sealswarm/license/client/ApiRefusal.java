package sealswarm.license.client;

import sealswarm.license.problem.Problem;

/** The server refused a request and said why. Commands end with {@code problem().type().exitCode()}. */
public final class ApiRefusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Problem problem;

    public ApiRefusal(Problem problem) {
        super(problem.type().code() + ": " + problem.detail());
        this.problem = problem;
    }

    public Problem problem() {
        return problem;
    }
}
