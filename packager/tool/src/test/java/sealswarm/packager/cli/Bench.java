package sealswarm.packager.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import sealswarm.console.CommandRunner;
import sealswarm.console.ConsoleStreams;
import sealswarm.console.StopSignal;
import sealswarm.console.exit.ExitCode;
import sealswarm.format.vectors.SamplePackage;
import sealswarm.packager.PackagerMain;
import sealswarm.packager.keys.ServerKeyFile;

/** A studio's desk: a directory, a keystore of its own, the server's key, and the commands run as a person would. */
final class Bench {
    private final Path directory;
    private final Map<String, String> environment = new HashMap<>();

    Bench(Path directory) {
        this.directory = directory;
        environment.put("XDG_DATA_HOME", directory.resolve("xdg").toString());
        environment.put("XDG_CONFIG_HOME", directory.resolve("xdg").toString());
        environment.put("SEALSWARM_PACKAGER_SERVER_KEY", "server-key.json");
        try (SamplePackage sample = new SamplePackage()) {
            write("server-key.json", ServerKeyFile.bytes(sample.serverKey().publicKey()));
        }
    }

    /** What one command said. */
    record Said(ExitCode exit, String out, String err) {
        JsonNode json() {
            try {
                return new ObjectMapper().readTree(out);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    Bench with(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    Bench without(String variable) {
        environment.remove(variable);
        return this;
    }

    Said run(String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        ConsoleStreams streams = new ConsoleStreams(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                new ByteArrayInputStream(new byte[0]),
                environment,
                directory,
                false,
                InstantSource.system());
        ExitCode exit = CommandRunner.of(PackagerMain.commands()).run(streams, new StopSignal(), arguments);
        return new Said(exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    Path path(String name) {
        return directory.resolve(name);
    }

    Path write(String name, byte[] bytes) {
        try {
            Files.createDirectories(path(name).toAbsolutePath().getParent());
            return Files.write(path(name), bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path write(String name, String... lines) {
        return write(name, (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8));
    }

    Path writeSecret(String name, String text) throws IOException {
        Path file = write(name, text);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    /** Relative paths of all files below {@code name}, sorted. */
    List<String> files(String name) throws IOException {
        try (Stream<Path> walk = Files.walk(path(name))) {
            return walk.filter(Files::isRegularFile)
                    .map(file -> path(name).relativize(file).toString())
                    .sorted()
                    .toList();
        }
    }

    /** Names in the directory itself, sorted. */
    List<String> names() throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
        }
    }
}
