package sealswarm.onebox.demo;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import sealswarm.console.exit.Refusal;

/** Whether a step may be left out, in words, where the outside program that it needs is not installed. */
public enum Skips {
    ALLOWED,
    /** As continuous integration has it: what is missing ends the run. */
    FORBIDDEN;

    private static final String VARIABLE = "SEALSWARM_FORBID_SKIPS";

    /** As {@code SEALSWARM_FORBID_SKIPS} says: 1 forbids. */
    public static Skips of(Map<String, String> environment) {
        return environment.getOrDefault(VARIABLE, "").equals("1") ? FORBIDDEN : ALLOWED;
    }

    /**
     * The first of the programs that is there; if none is, the skip is said.
     *
     * @throws Refusal exit 1 if none is there and skips are forbidden
     */
    Optional<Path> present(String what, List<Path> places, Consumer<String> say) {
        Optional<Path> found = places.stream().filter(Files::isExecutable).findFirst();
        if (found.isEmpty() && this == FORBIDDEN) {
            throw Refusal.failure(
                    "skip-forbidden",
                    "not installed: " + what + ", and " + VARIABLE + " forbids to go on without",
                    "install it, or unset " + VARIABLE);
        }
        if (found.isEmpty()) {
            say.accept("  skipped: not installed: " + what);
        }
        return found;
    }
}
