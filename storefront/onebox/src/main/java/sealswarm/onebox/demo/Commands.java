package sealswarm.onebox.demo;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
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
    private static final long COMMAND_SECONDS = 120;

    private final Path launcher;
    private final Path homes;
    private final Path logs;
    private final Path running;
    private final Consumer<String> say;
    private final List<Child> children = new ArrayList<>();
    private int count;

    /** A command that has ended. */
    record Ended(int exit, String out, Path errors) {
        /** The last lines of what the command said to people. */
        String complaint() throws IOException {
            List<String> lines = Files.readAllLines(errors, StandardCharsets.UTF_8);
            return String.join(" | ", lines.subList(Math.max(0, lines.size() - 4), lines.size()));
        }
    }

    Commands(Path launcher, Path data, Consumer<String> say) throws IOException {
        this.launcher = launcher;
        this.homes = Files.createDirectories(data.resolve("homes"));
        this.logs = Files.createDirectories(data.resolve("logs"));
        this.running = Files.createDirectories(data.resolve("running"));
        this.say = say;
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
    Child start(String owner, String... words) throws IOException {
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
        Child child = new Child(process, file, out, errors);
        children.add(child);
        return child;
    }

    /** A running command. */
    static final class Child implements AutoCloseable {
        private final Process process;
        private final ChildFile file;
        private final Path out;
        private final Path errors;

        Child(Process process, ChildFile file, Path out, Path errors) {
            this.process = process;
            this.file = file;
            this.out = out;
            this.errors = errors;
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
                if (!process.waitFor(COMMAND_SECONDS, TimeUnit.SECONDS)) {
                    close();
                    throw new IOException("the command did not end in " + COMMAND_SECONDS + " s, see " + errors);
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

    /** Ends all that still run, the last started first. */
    @Override
    public void close() throws IOException {
        for (int i = children.size() - 1; i >= 0; i--) {
            children.get(i).close();
        }
    }
}
