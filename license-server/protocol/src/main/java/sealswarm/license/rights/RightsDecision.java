package sealswarm.license.rights;

import java.util.Map;
import sealswarm.license.problem.ProblemType;

/** Whether rights allow what was asked. */
public sealed interface RightsDecision {
    /** Allowed. */
    RightsDecision GRANTED = new Granted();

    /** Allowed. */
    record Granted() implements RightsDecision {}

    /**
     * Not allowed.
     *
     * @param problem why
     * @param members what the problem document says beside the reason
     */
    record Denied(ProblemType problem, Map<String, Object> members) implements RightsDecision {
        public Denied {
            members = Map.copyOf(members);
        }
    }

    /** A denial with one member. */
    static RightsDecision denied(ProblemType problem, String member, Object value) {
        return new Denied(problem, Map.of(member, value));
    }
}
