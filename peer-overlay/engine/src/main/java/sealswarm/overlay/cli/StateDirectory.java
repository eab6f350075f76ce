package sealswarm.overlay.cli;

import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import sealswarm.console.Console;
import sealswarm.console.exit.Refusal;

/** Where a role keeps its state: where it is told to, else below the user's data directory (XDG Base Directory). */
final class StateDirectory {
    private StateDirectory() {}

    /**
     * The directory of {@code role}.
     *
     * @param named what the settings say, if anything
     * @param content what is kept there, for the refusal where no directory is known
     */
    static Path of(Console console, @Nullable Path named, String role, String content) {
        Path working = console.streams().workingDirectory();
        if (named != null) {
            return working.resolve(named);
        }
        Map<String, String> environment = console.streams().environment();
        String state = environment.getOrDefault("XDG_DATA_HOME", "");
        String home = environment.getOrDefault("HOME", "");
        if (!state.isEmpty()) {
            return working.resolve(Path.of(state, "sealswarm", role));
        }
        if (!home.isEmpty()) {
            return working.resolve(Path.of(home, ".local", "share", "sealswarm", role));
        }
        throw Refusal.usage("configuration", "no directory for " + content, "add --data DIR");
    }
}
