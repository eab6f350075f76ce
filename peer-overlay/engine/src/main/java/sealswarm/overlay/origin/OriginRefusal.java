package sealswarm.overlay.origin;

import sealswarm.overlay.http.Problem;

/** An upload that the store does not take, with the problem to answer. What was verified before stays. */
final class OriginRefusal extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Problem problem;

    OriginRefusal(Problem problem) {
        super(problem.detail());
        this.problem = problem;
    }

    static OriginRefusal of(int status, String name, String detail) {
        return new OriginRefusal(Problem.of(status, name, detail));
    }

    static OriginRefusal offset(String detail, long offset) {
        return new OriginRefusal(Problem.of(409, "offset-mismatch", detail).with("offset", offset));
    }

    Problem problem() {
        return problem;
    }
}
