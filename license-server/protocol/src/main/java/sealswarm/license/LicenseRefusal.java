package sealswarm.license;

import java.util.Arrays;
import java.util.Map;
import sealswarm.format.problem.FormatException;
import sealswarm.license.problem.ProblemType;
import sealswarm.license.rights.RightsDecision;

/** A license, manifest or key does not open, for the named reason. Nothing was decrypted. */
public final class LicenseRefusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ProblemType problem;
    private final transient Map<String, Object> members;

    public LicenseRefusal(ProblemType problem, String message) {
        this(problem, message, Map.of());
    }

    /** @param members what the problem says beside its name */
    public LicenseRefusal(ProblemType problem, String message, Map<String, Object> members) {
        super(message);
        this.problem = problem;
        this.members = Map.copyOf(members);
    }

    /** The refusal that a refused format means: same name. */
    public static LicenseRefusal of(FormatException refused) {
        ProblemType problem = Arrays.stream(ProblemType.values())
                .filter(type -> type.code().equals(refused.problem().code()))
                .findFirst()
                .orElse(ProblemType.MALFORMED);
        return new LicenseRefusal(problem, refused.getMessage());
    }

    static LicenseRefusal of(RightsDecision.Denied denied) {
        return new LicenseRefusal(
                denied.problem(), denied.problem().title() + detail(denied.members()), denied.members());
    }

    private static String detail(Map<String, Object> members) {
        StringBuilder detail = new StringBuilder();
        new java.util.TreeMap<>(members).forEach((name, value) -> detail.append(detail.isEmpty() ? ": " : ", ")
                .append(name)
                .append(' ')
                .append(value));
        return detail.toString();
    }

    public ProblemType problem() {
        return problem;
    }

    public Map<String, Object> members() {
        return members == null ? Map.of() : members;
    }
}
