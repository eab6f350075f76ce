package sealswarm.console.settings;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Where settings come from.
 *
 * @param environment all variables; those named {@code SEALSWARM_...} are read, and {@code XDG_CONFIG_HOME}, {@code HOME}
 * @param configFile the file given by {@code --config}, or empty for {@code sealswarm.yaml} in the working directory
 * @param workingDirectory where {@code sealswarm.yaml} is looked for
 */
public record SettingsSources(Map<String, String> environment, Optional<Path> configFile, Path workingDirectory) {
    public SettingsSources {
        environment = Map.copyOf(environment);
    }

    /** The user's file: {@code sealswarm/config.yaml} below {@code XDG_CONFIG_HOME}, else below {@code ~/.config}. */
    Optional<Path> userFile() {
        String xdg = environment.getOrDefault("XDG_CONFIG_HOME", "");
        String home = environment.getOrDefault("HOME", "");
        if (!xdg.isEmpty()) {
            return Optional.of(Path.of(xdg, "sealswarm", "config.yaml"));
        }
        return home.isEmpty() ? Optional.empty() : Optional.of(Path.of(home, ".config", "sealswarm", "config.yaml"));
    }
}
