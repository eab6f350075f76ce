package sealswarm.overlay.origin;

import sealswarm.overlay.http.Problem;
import sealswarm.overlay.http.ProblemKind;

/** An upload that the store does not take, with the problem to answer. What was verified before stays. */
final class OriginRefusal extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Problem problem;

    OriginRefusal(Problem problem) {
        super(problem.detail());
        this.problem = problem;
    }

    static OriginRefusal of(ProblemKind kind, String detail) {
        return new OriginRefusal(Problem.of(kind, detail));
    }

    static OriginRefusal offset(String detail, long offset) {
        return new OriginRefusal(Problem.of(ProblemKind.OFFSET_MISMATCH, detail).with("offset", offset));
    }

    Problem problem() {
        return problem;
    }
}
