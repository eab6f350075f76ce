package sealswarm.license.client;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import sealswarm.format.disk.PrivateFile;
import sealswarm.format.problem.FormatException;
import sealswarm.license.problem.Problem;
import sealswarm.license.problem.ProblemType;
import sealswarm.license.wire.WireJson;

/**
 * The file that keeps one sign-in, one per role: mode 0600, replaced as a whole, changed under a lock between processes, because a
 * refresh token works once. A file that others may read is refused. Thread-safe.
 */
public final class TokenFile {
    private static final int MAX_BYTES = 256 * 1024;
    private static final Duration LOCK_RETRY = Duration.ofMillis(50);
    private static final Set<PosixFilePermission> OWNER =
            EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
    private static final FileAttribute<Set<PosixFilePermission>> FILE_MODE =
            PosixFilePermissions.asFileAttribute(OWNER);
    private static final FileAttribute<Set<PosixFilePermission>> DIRECTORY_MODE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    private final Path file;
    private final Pause pause;

    public TokenFile(Path file, Pause pause) {
        this.file = file.toAbsolutePath();
        this.pause = pause;
    }

    /**
     * Where the sign-in of a role is kept: {@code sealswarm/login-ROLE.json} below {@code XDG_CONFIG_HOME}, else below {@code
     * ~/.config}.
     */
    public static Path standardPath(Map<String, String> environment, String role) {
        String xdg = environment.getOrDefault("XDG_CONFIG_HOME", "");
        Path home = xdg.isEmpty() ? Path.of(environment.getOrDefault("HOME", "."), ".config") : Path.of(xdg);
        return home.resolve("sealswarm").resolve("login-" + role + ".json");
    }

    public Path path() {
        return file;
    }

    /** How this file's users wait. */
    Pause pause() {
        return pause;
    }

    /**
     * The sign-in, if there is one.
     *
     * @throws ApiRefusal unauthenticated if the file is damaged or readable by others
     */
    public Optional<StoredLogin> read() throws IOException {
        byte[] bytes;
        try {
            requireOwnerOnly();
            bytes = Files.size(file) > MAX_BYTES ? new byte[0] : Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
        try {
            return Optional.of(WireJson.readAnswer(bytes, StoredLogin.class, MAX_BYTES));
        } catch (FormatException e) {
            throw refused(file + " is damaged", "remove it and sign in again");
        }
    }

    /** The sign-in, or the refusal that says how to get one. */
    public StoredLogin require() throws IOException {
        return read().orElseThrow(() -> refused("not signed in", "sign in with sealswarm login"));
    }

    /** Replaces the sign-in: whole or not at all, on disk when this returns. */
    public void write(StoredLogin login) throws IOException, InterruptedException {
        underLock(() -> {
            replace(login);
            return login;
        });
    }

    /** Changes the sign-in that is there, if there is one, while no other process does; on disk when this returns. */
    public void update(UnaryOperator<StoredLogin> change) throws IOException, InterruptedException {
        underLock(() -> {
            Optional<StoredLogin> changed = read().map(change);
            if (changed.isPresent()) {
                replace(changed.get());
            }
            return changed;
        });
    }

    /** Forgets the sign-in. */
    public void delete() throws IOException, InterruptedException {
        underLock(() -> Files.deleteIfExists(file));
    }

    /** What is done while no other process changes the file. */
    @FunctionalInterface
    interface Change<T> {
        T apply() throws IOException, InterruptedException;
    }

    /** Runs {@code change} while no other process or thread changes the file. */
    <T> T underLock(Change<T> change) throws IOException, InterruptedException {
        Path directory = directory();
        Files.createDirectories(directory, DIRECTORY_MODE);
        Path lockFile = directory.resolve(file.getFileName() + ".lock");
        Set<StandardOpenOption> options = EnumSet.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try (FileChannel channel = FileChannel.open(lockFile, options, FILE_MODE);
                FileLock lock = lock(channel)) {
            if (!lock.isValid()) {
                throw new IOException("lost the lock of " + lockFile);
            }
            return change.apply();
        }
    }

    private FileLock lock(FileChannel channel) throws IOException, InterruptedException {
        while (true) {
            try {
                return channel.lock();
            } catch (OverlappingFileLockException e) {
                // Another thread of this process has it; the lock itself holds between processes only.
                pause.forDuration(LOCK_RETRY);
            }
        }
    }

    /** Under the lock. */
    void replace(StoredLogin login) throws IOException {
        PrivateFile.replace(file, WireJson.write(login));
    }

    private Path directory() {
        Path parent = file.getParent();
        return parent == null ? file : parent;
    }

    private void requireOwnerOnly() throws IOException {
        Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
        if (!OWNER.containsAll(permissions)) {
            throw refused(
                    file + " has mode " + PosixFilePermissions.toString(permissions) + " and holds a sign-in",
                    "chmod 600 " + file + ", or remove it and sign in again");
        }
    }

    private static ApiRefusal refused(String detail, String hint) {
        return new ApiRefusal(new Problem(ProblemType.UNAUTHENTICATED, detail, hint, "", Map.of()));
    }
}
