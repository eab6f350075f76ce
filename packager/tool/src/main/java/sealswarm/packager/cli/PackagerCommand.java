package sealswarm.packager.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import sealswarm.console.Console;
import sealswarm.console.SettingsCommand;
import sealswarm.console.exit.ExitCode;
import sealswarm.console.exit.Refusal;
import sealswarm.console.result.CommandResult;
import sealswarm.format.SealedPackage;
import sealswarm.format.cipher.Workers;
import sealswarm.format.disk.Disk;
import sealswarm.format.disk.LocalDisk;
import sealswarm.format.problem.FormatException;
import sealswarm.format.problem.FormatProblem;
import sealswarm.license.client.ApiRefusal;
import sealswarm.license.client.TokenFile;
import sealswarm.license.problem.Problem;
import sealswarm.packager.config.PackagerSettings;
import sealswarm.packager.keys.StudioKeystore;

/** What the studio's commands share: settings, workers, keystore, and refusals of the format as exit codes. */
abstract class PackagerCommand extends SettingsCommand<PackagerSettings> {
    PackagerCommand() {
        super("packager", PackagerSettings.class);
    }

    /** One run of a command. */
    static final class Session implements AutoCloseable {
        private final Console console;
        private final PackagerSettings settings;
        private final SecureRandom random = new SecureRandom();
        private final Disk disk = new LocalDisk();
        private final ExecutorService pool;
        private final int jobs;

        private Session(Console console, PackagerSettings settings) {
            this.console = console;
            this.settings = settings;
            this.jobs = settings.jobs() > 0
                    ? settings.jobs()
                    : Math.min(Workers.MAX_COUNT, Runtime.getRuntime().availableProcessors());
            this.pool = Executors.newFixedThreadPool(jobs, task -> {
                Thread thread = new Thread(task, "worker");
                thread.setDaemon(true);
                return thread;
            });
        }

        Console console() {
            return console;
        }

        PackagerSettings settings() {
            return settings;
        }

        SecureRandom random() {
            return random;
        }

        Disk disk() {
            return disk;
        }

        Workers workers() {
            return new Workers(pool, jobs);
        }

        Map<String, String> environment() {
            return console.streams().environment();
        }

        /** A path as the person meant it, relative to where the command runs. */
        Path path(String text) {
            if (text.isEmpty()) {
                throw Refusal.usage("bad-value", "an empty path", "name a file");
            }
            return console.streams().workingDirectory().resolve(text);
        }

        private Path keystoreFile() {
            String given = settings.keystore();
            return given == null ? StudioKeystore.standardPath(environment()) : path(given);
        }

        StudioKeystore keystore() throws IOException {
            return StudioKeystore.openOrCreate(
                    keystoreFile(), Optional.ofNullable(settings.keystorePassword()), random);
        }

        StudioKeystore existingKeystore() {
            return StudioKeystore.open(keystoreFile(), Optional.ofNullable(settings.keystorePassword()));
        }

        Path keystorePath() {
            return keystoreFile();
        }

        /** The file that the studio's sign-in is kept in. */
        TokenFile tokenFile() {
            return new TokenFile(TokenFile.standardPath(environment(), "studio"), PackagerCommand::pause);
        }

        /** Opens a package directory; a missing one is not found, a damaged one an integrity failure. */
        SealedPackage open(Path directory) throws IOException {
            if (!disk.isDirectory(directory)) {
                throw Refusal.notFound("package-not-found", directory + ": no such package", "name its directory");
            }
            return SealedPackage.open(disk, directory);
        }

        @Override
        public void close() {
            pool.shutdownNow();
        }
    }

    /** What the server says of a request it refused, as this command's refusal. */
    static Refusal refusal(ApiRefusal e) {
        Problem problem = e.problem();
        return new Refusal(
                        ExitCode.of(problem.type().exitCode()), problem.type().code(), problem.detail(), problem.hint())
                .with(problem.requestId().isEmpty() ? Map.of() : Map.of("requestId", problem.requestId()))
                .causedBy(e);
    }

    static void pause(Duration duration) throws InterruptedException {
        Thread.sleep(duration.toMillis());
    }

    abstract CommandResult run(Session session) throws Exception;

    @Override
    protected final CommandResult execute(Console console, PackagerSettings settings) throws Exception {
        try (Session session = new Session(console, settings)) {
            return run(session);
        } catch (FormatException e) {
            throw refusal(e);
        } catch (ApiRefusal e) {
            throw refusal(e);
        }
    }

    static Refusal refusal(FormatException e) {
        return Refusal.integrity(e.problem().code(), e.getMessage(), fix(e.problem()))
                .causedBy(e);
    }

    private static String fix(FormatProblem problem) {
        return switch (problem) {
            case MALFORMED, TOO_LARGE, BAD_SIGNATURE, BLOCK_CORRUPT, MANIFEST_UNTRUSTED ->
                "get the package again from its studio, or pack it again";
            case UNSUPPORTED_VERSION, CRIT_UNKNOWN, SUITE_UNSUPPORTED -> "use a newer sealswarm";
            case WRAP_INVALID, KEY_COMMITMENT, KEY_MISMATCH -> "use the keystore of the studio that packed it";
            case SALT_REUSE -> "leave --salt out, so that the changed track gets a fresh one";
        };
    }
}
