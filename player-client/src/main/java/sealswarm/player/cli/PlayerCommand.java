package sealswarm.player.cli;

import io.vertx.core.Future;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import sealswarm.console.Console;
import sealswarm.console.SettingsCommand;
import sealswarm.console.exit.Refusal;
import sealswarm.console.result.CommandResult;
import sealswarm.license.client.LicenseApi;
import sealswarm.license.client.TokenFile;
import sealswarm.player.config.PlayerSettings;
import sealswarm.player.login.SignIn;

/** What the player's commands have in common: settings, sign-in, refusals by name. */
abstract class PlayerCommand extends SettingsCommand<PlayerSettings> {
    /** Role of a sign-in that buys and plays. */
    static final String BUYER = "buyer";

    private final SecureRandom random = new SecureRandom();
    private final HttpClient http = LicenseApi.newHttpClient();

    PlayerCommand() {
        super("player", PlayerSettings.class);
    }

    /** The work; refusals of server and license may be thrown as they are. */
    abstract CommandResult run(Console console, PlayerSettings settings) throws Exception;

    @Override
    protected final CommandResult execute(Console console, PlayerSettings settings) throws Exception {
        try {
            return run(console, settings);
        } catch (Refusal refusal) {
            throw refusal;
        } catch (Exception e) {
            throw Refusals.read(e);
        }
    }

    final SecureRandom random() {
        return random;
    }

    final SignIn signIn(Console console, String role) {
        TokenFile file =
                new TokenFile(TokenFile.standardPath(console.streams().environment(), role), PlayerCommand::pause);
        return new SignIn(file, http, random, console.streams().clock(), PlayerCommand::pause);
    }

    static Path data(Console console, PlayerSettings settings) {
        Path given = settings.data();
        if (given != null) {
            return console.streams().workingDirectory().resolve(given);
        }
        Map<String, String> environment = console.streams().environment();
        String xdg = environment.getOrDefault("XDG_DATA_HOME", "");
        Path base = xdg.isEmpty() ? Path.of(environment.getOrDefault("HOME", "."), ".local", "share") : Path.of(xdg);
        return base.resolve("sealswarm").resolve("player");
    }

    static void pause(Duration duration) throws InterruptedException {
        Thread.sleep(duration.toMillis());
    }

    static <T> T await(Future<T> future) throws Exception {
        try {
            return future.toCompletionStage().toCompletableFuture().get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        }
    }
}
