package sealswarm.embedded.keycloak;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.ProviderNotFoundException;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The distribution in the user's cache: unpacked and built once per version, under a temporary name until it is whole. Several
 * processes may ask at once; one works, the others wait.
 */
final class KeycloakDistribution {
    /** Part of the cached name: raised when {@link KeycloakCommand#build} changes. */
    private static final int BUILD_REVISION = 1;

    private static final long BUILD_MINUTES = 5;

    private final Path zip;
    private final Path cache;
    private final Consumer<String> progress;
    private final KeycloakStart start;

    KeycloakDistribution(Path zip, Path cache, Consumer<String> progress, KeycloakStart start) {
        this.start = start;
        this.zip = zip;
        this.cache = cache;
        this.progress = progress;
    }

    /** The directory of the built distribution; takes about half a minute the first time. */
    Path prepare() {
        if (!Files.isReadable(zip)) {
            throw new KeycloakException("Keycloak's distribution is not at " + zip
                    + " (fix: build with ./mvnw package, which fetches it, or name the zip)");
        }
        Path built = cache.resolve(name());
        try {
            if (!Files.isDirectory(built)) {
                ClosedFiles.makeDirectory(cache);
                buildAlone(built);
            }
            return built;
        } catch (IOException e) {
            throw new KeycloakException("cannot prepare Keycloak in " + cache + ": " + e, e);
        }
    }

    /** Version and size tell distributions apart; a mended zip of the same version has another size. */
    private String name() {
        String file = zip.getFileName().toString().replaceAll("\\.zip$", "");
        try {
            return file + "-" + Files.size(zip) + "-" + BUILD_REVISION;
        } catch (IOException e) {
            throw new KeycloakException("cannot read " + zip, e);
        }
    }

    private void buildAlone(Path built) throws IOException {
        try (FileChannel lock = FileChannel.open(
                cache.resolve(built.getFileName() + ".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            synchronized (KeycloakDistribution.class) {
                // The file lock is between processes, the monitor between threads of this one.
                lock.lock();
                if (!Files.isDirectory(built)) {
                    build(built);
                }
            }
        }
    }

    private void build(Path built) throws IOException {
        Path temporary = cache.resolve(built.getFileName() + ".new");
        ClosedFiles.deleteTree(temporary);
        progress.accept("unpacking " + zip.getFileName());
        unzip(temporary);
        progress.accept("building Keycloak once for this machine, about half a minute");
        run(KeycloakCommand.build(temporary), cache.resolve(built.getFileName() + ".log"));
        Files.move(temporary, built, StandardCopyOption.ATOMIC_MOVE);
    }

    private void run(List<String> command, Path log) throws IOException {
        start.requireWanted();
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        start.runs(process.toHandle());
        try {
            if (!process.waitFor(BUILD_MINUTES, TimeUnit.MINUTES) || process.exitValue() != 0) {
                throw new KeycloakException("building Keycloak failed:\n" + LogTail.of(log));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KeycloakException("interrupted while Keycloak was built", e);
        } finally {
            process.destroyForcibly();
        }
    }

    /** Unpacks what is below the zip's one directory, with its execute bits, and nothing outside {@code target}. */
    private void unzip(Path target) throws IOException {
        try (FileSystem archive = FileSystems.newFileSystem(zip, Map.of("enablePosixFileAttributes", true));
                Stream<Path> entries = Files.walk(archive.getPath("/"))) {
            for (Path entry : (Iterable<Path>) entries::iterator) {
                if (entry.getNameCount() > 1) {
                    copy(
                            entry,
                            target.resolve(
                                    entry.subpath(1, entry.getNameCount()).toString()),
                            target);
                }
            }
        } catch (ProviderNotFoundException e) {
            throw new KeycloakException("not a zip: " + zip + " (fix: fetch it again)", e);
        }
    }

    private static void copy(Path entry, Path to, Path root) throws IOException {
        if (!to.normalize().startsWith(root)) {
            throw new KeycloakException("zip entry leaves its directory: " + entry);
        }
        if (Files.isDirectory(entry)) {
            Files.createDirectories(to);
            return;
        }
        Files.createDirectories(to.getParent());
        Files.copy(entry, to);
        PosixFileAttributeView mode = Files.getFileAttributeView(to, PosixFileAttributeView.class);
        if (mode != null) {
            mode.setPermissions(Files.getPosixFilePermissions(entry));
        }
    }
}
