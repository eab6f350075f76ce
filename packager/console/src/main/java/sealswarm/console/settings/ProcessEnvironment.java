package sealswarm.console.settings;

import java.util.Map;

/** The environment of this process; the only place that reads it. */
public final class ProcessEnvironment {
    private ProcessEnvironment() {}

    /** All variables. */
    public static Map<String, String> variables() {
        return Map.copyOf(System.getenv());
    }
}
