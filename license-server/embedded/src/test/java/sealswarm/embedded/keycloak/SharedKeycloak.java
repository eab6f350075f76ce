package sealswarm.embedded.keycloak;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One Keycloak for all tests of a JVM, started when first asked for and ended with the JVM; its realms start empty. */
public final class SharedKeycloak {
    /** A test machine may be busy with other builds. */
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private static @Nullable KeycloakProcess running;

    private SharedKeycloak() {}

    /** The running instance; the first call takes some ten seconds, the first ever on a machine half a minute more. */
    public static synchronized KeycloakProcess instance() {
        if (running == null) {
            Path data = temporaryData();
            KeycloakProcess started = KeycloakProcess.start(settings(data), line -> {});
            Runtime.getRuntime().addShutdownHook(new Thread(() -> end(started, data)));
            running = started;
        }
        return running;
    }

    /** Settings for an instance of a test's own, on free ports. */
    public static KeycloakSettings settings(Path data) {
        return new KeycloakSettings(distribution(), cache(), data, 0, 0).withStartLimit(PATIENCE);
    }

    /** The zip where the build of this module has put it. */
    static Path distribution() {
        Path folder = Path.of(Optional.ofNullable(System.getProperty("sealswarm.root"))
                        .orElse("."))
                .resolve("target/keycloak");
        try (var files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".zip"))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("no zip in " + folder));
        } catch (IOException e) {
            throw new UncheckedIOException("build license-server/embedded first, which fetches Keycloak", e);
        }
    }

    private static Path cache() {
        String base = Optional.ofNullable(System.getenv("XDG_CACHE_HOME"))
                .orElse(System.getProperty("user.home") + "/.cache");
        return Path.of(base, "sealswarm", "keycloak");
    }

    private static Path temporaryData() {
        try {
            return Files.createTempDirectory("sealswarm-keycloak");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void end(KeycloakProcess started, Path data) {
        started.close();
        try {
            ClosedFiles.deleteTree(data);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
