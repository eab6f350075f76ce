package sealswarm.embedded.keycloak;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running Keycloak with one administrator of the master realm, made at its first start with a random password.
 *
 * <p>It listens on loopback only and ends when {@link #close} is called or this process is gone, even by kill -9; should it
 * survive that, the next start on the same data ends it.
 */
public final class KeycloakProcess implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(KeycloakProcess.class);
    private static final long POLL_MILLIS = 200;
    private static final int PASSWORD_BYTES = 18;
    private static final String ADMINISTRATOR = "sealswarm-admin";

    /** What of the distribution every instance shares; its state is its own. */
    private static final List<String> SHARED = List.of("bin", "conf", "lib", "providers", "themes");

    private final Process process;
    private final ChildFile pid;
    private final URI baseUrl;
    private final String password;
    private final Path log;

    private KeycloakProcess(Process process, ChildFile pid, URI baseUrl, String password, Path log) {
        this.process = process;
        this.pid = pid;
        this.baseUrl = baseUrl;
        this.password = password;
        this.log = log;
    }

    /**
     * Prepares the distribution if that was never done, ends a left-over process of the same data, starts Keycloak and returns
     * when it is ready.
     *
     * @param progress told in words what takes long
     * @throws KeycloakException if it is not ready within the limit, with the last lines of its log; nothing is left running then
     */
    public static KeycloakProcess start(KeycloakSettings settings, Consumer<String> progress) {
        return start(settings, progress, new KeycloakStart());
    }

    /** As {@link #start(KeycloakSettings, Consumer)}, and can be given up by {@link KeycloakStart#abandon}. */
    public static KeycloakProcess start(KeycloakSettings settings, Consumer<String> progress, KeycloakStart start) {
        return start(settings, progress, start, new SecureRandom(), InstantSource.system());
    }

    private static KeycloakProcess start(
            KeycloakSettings settings,
            Consumer<String> progress,
            KeycloakStart start,
            SecureRandom random,
            InstantSource clock) {
        Path built = new KeycloakDistribution(settings.distribution(), settings.cache(), progress, start).prepare();
        try {
            ClosedFiles.makeDirectory(settings.data());
            ChildFile pid = new ChildFile(settings.data().resolve("keycloak.pid"));
            pid.endOrphan();
            return launch(settings, built, pid, start, random, clock);
        } catch (IOException e) {
            throw new KeycloakException("cannot start Keycloak in " + settings.data() + ": " + e, e);
        }
    }

    private static KeycloakProcess launch(
            KeycloakSettings settings,
            Path built,
            ChildFile pid,
            KeycloakStart start,
            SecureRandom random,
            InstantSource clock)
            throws IOException {
        Path home = settings.data().resolve("home");
        FirstStart firstStart = new FirstStart(settings.data());
        String password = firstStart.password(() -> randomPassword(random));
        firstStart.dropHalfMade(home.resolve("data"));
        share(built, home);
        int httpPort = free(settings.httpPort(), "Keycloak's port");
        int managementPort = free(settings.managementPort(), "Keycloak's management port");
        Path log = settings.data().resolve("keycloak.log");
        ProcessBuilder builder = new ProcessBuilder(KeycloakCommand.start(built, home, httpPort, managementPort))
                .directory(home.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().put("KC_BOOTSTRAP_ADMIN_USERNAME", ADMINISTRATOR);
        builder.environment().put("KC_BOOTSTRAP_ADMIN_PASSWORD", password);
        start.requireWanted();
        Process process = builder.start();
        URI baseUrl = URI.create("http://127.0.0.1:" + httpPort);
        KeycloakProcess keycloak = new KeycloakProcess(process, pid, baseUrl, password, log);
        try {
            pid.write(process.toHandle());
            start.runs(process.toHandle());
            keycloak.awaitReady(
                    URI.create("http://127.0.0.1:" + managementPort + "/health/ready"), clock, settings.startLimit());
            firstStart.done();
            start.ready();
            LOG.info("keycloak ready url={} pid={}", baseUrl, process.pid());
            return keycloak;
        } catch (IOException | RuntimeException e) {
            keycloak.close();
            throw e;
        }
    }

    private static String randomPassword(SecureRandom random) {
        byte[] bytes = new byte[PASSWORD_BYTES];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    private static void share(Path built, Path home) throws IOException {
        Files.createDirectories(home);
        for (String name : SHARED) {
            Path link = home.resolve(name);
            Files.deleteIfExists(link);
            Files.createSymbolicLink(link, built.resolve(name));
        }
    }

    /** The given port if nobody listens on it, or any free one for 0; Keycloak itself cannot be told to take any. */
    private static int free(int port, String what) {
        try (ServerSocket probe = new ServerSocket()) {
            probe.setReuseAddress(true);
            probe.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return probe.getLocalPort();
        } catch (IOException e) {
            throw new KeycloakException(
                    what + " " + port + " is in use (fix: name another port, or stop the other process)", e);
        }
    }

    private void awaitReady(URI health, InstantSource clock, Duration limit) throws IOException {
        HttpClient client =
                HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
        HttpRequest request =
                HttpRequest.newBuilder(health).timeout(Duration.ofSeconds(5)).build();
        Instant deadline = clock.instant().plus(limit);
        try {
            while (!answersReady(client, request)) {
                if (process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
                    throw new KeycloakException(
                            "Keycloak has ended with exit code " + process.exitValue() + ":\n" + LogTail.of(log));
                }
                if (clock.instant().isAfter(deadline)) {
                    throw new KeycloakException("Keycloak is not ready after " + limit.toSeconds() + " s (log " + log
                            + "):\n" + LogTail.of(log));
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KeycloakException("interrupted while Keycloak was starting", e);
        }
    }

    private static boolean answersReady(HttpClient client, HttpRequest request) throws InterruptedException {
        try {
            return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            // Not listening yet.
            return false;
        }
    }

    /** The address of all realms, such as {@code http://127.0.0.1:8180}; issuers are {@code baseUrl/realms/NAME}. */
    public URI baseUrl() {
        return baseUrl;
    }

    /** The master realm's administrator. */
    public String adminUser() {
        return ADMINISTRATOR;
    }

    /** The administrator's password; a secret. */
    public String adminPassword() {
        return password;
    }

    /** The child's process id. */
    public long pid() {
        return process.pid();
    }

    /** Ends the child and returns when it is gone, after ten seconds by force. */
    @Override
    public void close() {
        ChildFile.end(process.toHandle());
        try {
            pid.delete();
        } catch (IOException e) {
            throw new KeycloakException("cannot delete the process id file of Keycloak", e);
        }
    }
}
