package sealswarm.embedded.keycloak;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A child process on file: the one a directory's last run has started: id and start time, as an id alone may by now be somebody else's. Whoever
 * starts the next one ends it first.
 */
public final class ChildFile {
    private static final long GRACE_MILLIS = 10_000;

    private final Path file;

    /** A record at {@code file}, which need not exist. */
    public ChildFile(Path file) {
        this.file = file;
    }

    /** Records a running child. */
    public void write(ProcessHandle process) throws IOException {
        String start = process.info().startInstant().map(Instant::toString).orElse("");
        ClosedFiles.write(file, process.pid() + " " + start + "\n");
    }

    /** Forgets the child, which has ended. */
    public void delete() throws IOException {
        Files.deleteIfExists(file);
    }

    /** Ends the recorded process if it still runs; anything else under its id is left alone. */
    public void endOrphan() throws IOException {
        Optional<ProcessHandle> orphan = find();
        if (orphan.isPresent()) {
            end(orphan.get());
        }
        delete();
    }

    private Optional<ProcessHandle> find() throws IOException {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        String[] words = Files.readString(file).strip().split(" ", -1);
        if (words.length != 2 || !words[0].matches("[0-9]{1,18}")) {
            return Optional.empty();
        }
        return ProcessHandle.of(Long.parseLong(words[0]))
                .filter(process ->
                        process.info().startInstant().map(Instant::toString).equals(Optional.of(words[1])));
    }

    /** Asks the process to end, and makes it when it does not within ten seconds. */
    public static void end(ProcessHandle process) {
        process.destroy();
        if (!hasEnded(process)) {
            process.destroyForcibly();
            if (!hasEnded(process)) {
                throw new KeycloakException("process " + process.pid() + " does not end (fix: kill it)");
            }
        }
    }

    private static boolean hasEnded(ProcessHandle process) {
        try {
            process.onExit().get(GRACE_MILLIS, TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw new KeycloakException("cannot wait for process " + process.pid(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return !process.isAlive();
        }
    }
}
