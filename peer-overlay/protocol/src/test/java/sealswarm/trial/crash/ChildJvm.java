package sealswarm.trial.crash;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * A main class in a JVM of its own on this test's class path. Its standard output is kept line by line, whole lines only: a
 * line that the kill has cut was never said. Its standard error goes to this process's.
 */
public final class ChildJvm implements AutoCloseable {
    private static final long PATIENCE_MILLIS = 120_000;

    /** What a JVM of a few seconds does best with: the quick compiler and the small collector. Options after these win. */
    private static final List<String> SHORT_LIFE = List.of("-Xmx512m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

    private final Process process;
    private final List<String> lines = new ArrayList<>();
    private boolean ended;

    private ChildJvm(Process process) {
        this.process = process;
    }

    /** Starts {@code main} with the given JVM options and arguments; it ends by itself when this process ends. */
    public static ChildJvm start(Class<?> main, List<String> jvmOptions, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(SHORT_LIFE);
        command.addAll(jvmOptions);
        command.add("-cp");
        command.add(System.getProperty("java.class.path"));
        command.add(OrphanMain.class.getName());
        command.add(main.getName());
        command.addAll(List.of(arguments));
        try {
            Process process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            ChildJvm child = new ChildJvm(process);
            Thread reader = new Thread(child::read, "child-output");
            reader.setDaemon(true);
            reader.start();
            return child;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void read() {
        StringBuilder line = new StringBuilder();
        try (InputStream output = process.getInputStream()) {
            byte[] buffer = new byte[8192];
            for (int length = output.read(buffer); length >= 0; length = output.read(buffer)) {
                keep(line, new String(buffer, 0, length, StandardCharsets.ISO_8859_1));
            }
        } catch (IOException e) {
            // The pipe of a killed process may break instead of ending.
        } finally {
            synchronized (lines) {
                ended = true;
                lines.notifyAll();
            }
        }
    }

    private void keep(StringBuilder line, String text) {
        synchronized (lines) {
            for (int i = 0; i < text.length(); i++) {
                char c = text.charAt(i);
                if (c == '\n') {
                    lines.add(line.toString());
                    line.setLength(0);
                } else {
                    line.append(c);
                }
            }
            lines.notifyAll();
        }
    }

    /** Waits until the child has said exactly this line, or says false if it ended or two minutes passed without. */
    public boolean says(String line) {
        return says(line::equals);
    }

    /** As {@link #says(String)} for the first line that passes. */
    public boolean says(Predicate<String> wanted) {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MILLIS);
        synchronized (lines) {
            while (lines.stream().noneMatch(wanted)) {
                long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
                if (ended || left <= 0) {
                    return false;
                }
                waitOnLines(left);
            }
            return true;
        }
    }

    /** All whole lines so far; after {@link #kill} all that the child ever said. */
    public List<String> lines() {
        synchronized (lines) {
            return List.copyOf(lines);
        }
    }

    /** SIGKILL; returns when the process is gone and all its output is read. */
    public void kill() {
        process.destroyForcibly();
        await();
    }

    /** Waits for the child to end by itself and gives its exit code. */
    public int await() {
        try {
            if (!process.waitFor(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)) {
                throw new AssertionError("child has not ended in two minutes; it said " + lines());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for a child", e);
        }
        synchronized (lines) {
            while (!ended) {
                waitOnLines(PATIENCE_MILLIS);
            }
        }
        return process.exitValue();
    }

    /** The operating system's id of the child. */
    public long pid() {
        return process.pid();
    }

    private void waitOnLines(long millis) {
        try {
            lines.wait(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for a child", e);
        }
    }

    /** Kills the child if it still runs. */
    @Override
    public void close() {
        if (process.isAlive()) {
            kill();
        }
    }
}
