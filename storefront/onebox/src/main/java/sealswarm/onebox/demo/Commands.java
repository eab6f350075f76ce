package sealswarm.onebox.demo;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import sealswarm.embedded.keycloak.ChildFile;

/**
 * Runs commands of the launcher as child processes, each person in a home of their own. Every child is on file while it runs,
 * so that a run after a kill ends what that one left. Logs are kept per command.
 */
final class Commands implements AutoCloseable {
    /** Slower than this per second nothing is expected to move a film through a command. */
    private static final long SLOW_BYTES = 4 << 20;

    private static final Duration SHORT = Duration.ofMinutes(2);

    private final Path launcher;
    private final Path homes;
    private final Path logs;
    private final Path running;
    private final Duration patience;
    private final Consumer<String> say;
    private final List<Child> children = new ArrayList<>();
    private int count;
    private boolean closed;

    /** A command that has ended. */
    record Ended(int exit, String out, Path errors) {
        /** The last lines of what the command said to people. */
        String complaint() throws IOException {
            List<String> lines = Files.readAllLines(errors, StandardCharsets.UTF_8);
            return String.join(" | ", lines.subList(Math.max(0, lines.size() - 4), lines.size()));
        }
    }

    /** @param filmBytes how much the longest of the commands has to move */
    Commands(Path launcher, Path data, long filmBytes, Consumer<String> say) throws IOException {
        this.patience = SHORT.plusSeconds(filmBytes / SLOW_BYTES);
        this.launcher = launcher;
        this.homes = Files.createDirectories(data.resolve("homes"));
        this.logs = Files.createDirectories(data.resolve("logs"));
        this.running = Files.createDirectories(data.resolve("running"));
        this.say = say;
    }

    /** How long a command may take before it is ended. */
    Duration patience() {
        return patience;
    }

    /** The home of a person or a machine, where their commands keep keys, tokens and caches. */
    Path home(String owner) throws IOException {
        return Files.createDirectories(homes.resolve(owner));
    }

    /** Runs a command to its end. */
    Ended run(String owner, String... words) throws IOException {
        return start(owner, words).await();
    }

    /** Starts a command that runs until it is closed. */
    synchronized Child start(String owner, String... words) throws IOException {
        if (closed) {
            throw new IOException("no command starts any more");
        }
        count++;
        String name = "%02d-%s-%s".formatted(count, owner, words[0]);
        say.accept("  $ sealswarm " + String.join(" ", words));
        List<String> command = new ArrayList<>(List.of(launcher.toString()));
        command.addAll(List.of(words));
        Path out = logs.resolve(name + ".out");
        Path errors = logs.resolve(name + ".err");
        Path home = home(owner);
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(home.toFile())
                .redirectOutput(out.toFile())
                .redirectError(errors.toFile());
        Map<String, String> environment = builder.environment();
        environment.keySet().removeIf(key -> key.startsWith("SEALSWARM_") || key.startsWith("XDG_"));
        environment.put("HOME", home.toString());
        environment.put("SEALSWARM_NO_BUILD", "1");
        environment.put("NO_COLOR", "1");
        ChildFile file = new ChildFile(running.resolve(name + ".pid"));
        Process process = builder.start();
        file.write(process.toHandle());
        Child child = new Child(words[0], process, file, patience, out, errors);
        children.add(child);
        return child;
    }

    /** A running command. */
    static final class Child implements AutoCloseable {
        private final String word;
        private final Process process;
        private final ChildFile file;
        private final Duration patience;
        private final Path out;
        private final Path errors;

        Child(String word, Process process, ChildFile file, Duration patience, Path out, Path errors) {
            this.word = word;
            this.process = process;
            this.file = file;
            this.patience = patience;
            this.out = out;
            this.errors = errors;
        }

        /** What the command is called. */
        String word() {
            return word;
        }

        boolean isRunning() {
            return process.isAlive();
        }

        /** What it has printed as a result so far. */
        String printed() throws IOException {
            return Files.readString(out);
        }

        /** What it has said to people so far. */
        String said() throws IOException {
            return Files.readString(errors);
        }

        Ended await() throws IOException {
            try {
                if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                    close();
                    throw new IOException(word + " did not end in " + patience.toSeconds() + " s, see " + errors);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted while a command ran", e);
            }
            file.delete();
            return new Ended(process.exitValue(), printed(), errors);
        }

        /** Ends it as Ctrl-C would, by force if that takes more than ten seconds. */
        @Override
        public void close() throws IOException {
            ChildFile.end(process.toHandle());
            file.delete();
        }
    }

    /** Ends all that still run, together; none starts any more. */
    @Override
    public synchronized void close() throws IOException {
        closed = true;
        children.forEach(child -> child.process.destroy());
        for (int i = children.size() - 1; i >= 0; i--) {
            children.get(i).close();
        }
    }
}
