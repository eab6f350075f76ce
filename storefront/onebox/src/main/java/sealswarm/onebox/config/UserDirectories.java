package sealswarm.onebox.config;

import java.nio.file.Path;
import java.util.Map;

/** Where a user's programs keep things, by the XDG base directory specification. */
public final class UserDirectories {
    private final Map<String, String> environment;

    /** Directories by the given environment. */
    public UserDirectories(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
    }

    /** What a role keeps: {@code $XDG_DATA_HOME/sealswarm/ROLE}, by default below {@code ~/.local/share}. */
    public Path data(String role) {
        return below("XDG_DATA_HOME", ".local/share").resolve("sealswarm").resolve(role);
    }

    /** What can be made anew: {@code $XDG_CACHE_HOME/sealswarm}, by default below {@code ~/.cache}. */
    public Path cache() {
        return below("XDG_CACHE_HOME", ".cache").resolve("sealswarm");
    }

    private Path below(String variable, String fallback) {
        String set = environment.getOrDefault(variable, "");
        // The specification: a relative path is to be ignored.
        return !set.isEmpty() && Path.of(set).isAbsolute()
                ? Path.of(set)
                : Path.of(environment.getOrDefault("HOME", System.getProperty("user.home")))
                        .resolve(fallback);
    }
}
