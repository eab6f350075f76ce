package sealswarm.overlay.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sealswarm.console.CommandRunner;
import sealswarm.console.ConsoleStreams;
import sealswarm.console.StopSignal;
import sealswarm.console.exit.ExitCode;
import sealswarm.overlay.edge.TrialEdge;

class EdgeCommandIT {
    @TempDir
    Path directory;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final StopSignal stop = new StopSignal();

    @BeforeEach
    void writeKey() throws IOException {
        secret("edge.key", TrialEdge.KEY.revealKeyFileLine());
    }

    @Test
    void servesUntilToldToStop() throws Exception {
        CompletableFuture<ExitCode> exit = CompletableFuture.supplyAsync(() ->
                run("edge", "--token-key-file", "edge.key", "--data", "state", "--http-port", "0", "--peer-port", "0"));
        for (int i = 0; i < 600 && !text(err).contains("edge serves"); i++) {
            Thread.sleep(50);
        }
        assertTrue(text(err).contains("edge serves http://127.0.0.1:"), text(err));
        stop.stop();
        assertEquals(ExitCode.DONE, exit.get(30, TimeUnit.SECONDS));
        assertTrue(Files.isDirectory(directory.resolve("state/origin/tracks")));
        assertEquals(
                PosixFilePermissions.fromString("rw-------"),
                Files.getPosixFilePermissions(directory.resolve("state/certificate.key")));
    }

    @Test
    void portInUseIsNamedWithTheFixAndNothingHangs() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = Integer.toString(taken.getLocalPort());
            assertEquals(ExitCode.FAILURE, start("--http-port", port, "--peer-port", "0"));
            assertEquals(
                    "sealswarm edge: port " + port + " is in use (fix: another --http-port, or stop the other process)",
                    oneLine());
            err.reset();
            assertEquals(ExitCode.FAILURE, start("--http-port", "0", "--peer-port", port));
            assertEquals(
                    "sealswarm edge: port " + port + " is in use (fix: another --peer-port, or stop the other process)",
                    oneLine());
        }
    }

    @Test
    void wrongKeyFileAndWrongSettingsAreRefusedWithoutShowingTheKey() throws Exception {
        secret("bad.key", "ssek1.edge-1.0.c2VjcmV0");
        assertEquals(ExitCode.USAGE, run("edge", "--token-key-file", "bad.key", "--data", "state", "--http-port", "0"));
        assertTrue(text(err).contains("not an edge key file"), text(err));
        assertFalse(text(err).contains("c2VjcmV0"), text(err));
        err.reset();
        Files.writeString(directory.resolve("sealswarm.yaml"), "edge:\n  htpp-port: 1\n");
        assertEquals(ExitCode.USAGE, start());
        assertTrue(text(err).contains("sealswarm.yaml:2"), text(err));
        assertTrue(text(err).contains("http-port"), text(err));
    }

    @Test
    void malformedLocalityTableIsRefusedByLine() throws Exception {
        Files.writeString(directory.resolve("places.csv"), "1.2.3.0/24,a,b\nnonsense\n");
        assertEquals(
                ExitCode.USAGE,
                start("--locality-file", directory.resolve("places.csv").toString()));
        assertTrue(text(err).contains("line 2"), text(err));
    }

    @Test
    void checkConfigShowsEverySettingAndNoSecret() {
        assertEquals(ExitCode.DONE, start("--check-config", "--http-port", "7"));
        assertTrue(text(out).contains("edge.http-port = 7  (flag --http-port)"), text(out));
        assertTrue(text(out).contains("edge.peer-port = 6881  (default)"), text(out));
        assertTrue(text(out).contains("[secret]"), text(out));
        assertFalse(text(out).contains("ssek1"), text(out));
    }

    private ExitCode start(String... more) {
        String[] arguments = new String[more.length + 5];
        arguments[0] = "edge";
        arguments[1] = "--token-key-file";
        arguments[2] = "edge.key";
        arguments[3] = "--data";
        arguments[4] = "state";
        System.arraycopy(more, 0, arguments, 5, more.length);
        return run(arguments);
    }

    private ExitCode run(String... arguments) {
        ConsoleStreams streams = new ConsoleStreams(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                InputStream.nullInputStream(),
                Map.of("HOME", directory.toString()),
                directory,
                false,
                InstantSource.system());
        return CommandRunner.of(new EdgeCommand()).run(streams, stop, arguments);
    }

    private void secret(String name, String content) throws IOException {
        Path file = directory.resolve(name);
        Files.writeString(file, content + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    private String oneLine() {
        String[] lines = text(err).strip().split("\n", -1);
        return lines.length == 2
                ? lines[0] + " (" + lines[1].strip() + ")"
                : text(err).strip();
    }

    private static String text(ByteArrayOutputStream stream) {
        return stream.toString(StandardCharsets.UTF_8);
    }
}
