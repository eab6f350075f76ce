package sealswarm.overlay;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import sealswarm.trial.LoopbackPort;
import sealswarm.trial.Presence;

/** A stock BitTorrent client as a child process; closing it ends it. */
public final class StockClient implements AutoCloseable {
    private final Process process;
    private final int port;
    private final Path log;

    private StockClient(Process process, int port, Path log) {
        this.process = process;
        this.port = port;
        this.log = log;
    }

    /** libtorrent seeding the file in {@code directory}. */
    public static StockClient libtorrentSeed(Path directory, Path torrent, String mode) throws IOException {
        return listening(libtorrent(directory, "libtorrent_peer.py", "seed", torrent, directory, mode), directory);
    }

    /** libtorrent with nothing but a metainfo, which names trackers or web seeds. */
    public static StockClient libtorrentFollow(Path directory, Path torrent, AtTheEnd after) throws IOException {
        return listening(
                libtorrent(
                        directory,
                        "libtorrent_follow.py",
                        torrent,
                        directory,
                        after.name().toLowerCase(Locale.ROOT)),
                directory);
    }

    /** What a client does when it has everything. */
    public enum AtTheEnd {
        END,
        STAY
    }

    private static StockClient listening(ProcessBuilder libtorrent, Path directory) throws IOException {
        Process process = libtorrent.start();
        BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
        String line = out.readLine();
        if (line == null || !line.startsWith("port ")) {
            process.destroyForcibly();
            throw new AssertionError("libtorrent did not start: " + line);
        }
        return new StockClient(process, Integer.parseInt(line.substring(5)), log(directory, "libtorrent"));
    }

    /** libtorrent downloading from {@code peer} into {@code directory}. */
    public static StockClient libtorrentLeech(Path directory, Path torrent, String peer) throws IOException {
        return libtorrentLeech(directory, torrent, peer, "checked");
    }

    /** libtorrent downloading from {@code peer} into {@code directory} in one of the script's modes. */
    static StockClient libtorrentLeech(Path directory, Path torrent, String peer, String mode) throws IOException {
        return new StockClient(
                libtorrent(directory, "libtorrent_peer.py", "leech", torrent, directory, mode, peer)
                        .redirectOutput(log(directory, "libtorrent.out").toFile())
                        .start(),
                0,
                log(directory, "libtorrent"));
    }

    private static ProcessBuilder libtorrent(Path directory, String scriptName, Object... arguments)
            throws IOException {
        Path python = Presence.python("libtorrent", "python3-libtorrent");
        Path script = directory.resolveSibling(scriptName);
        try (InputStream in = StockClient.class.getResourceAsStream("/interop/" + scriptName)) {
            Files.copy(in, script, StandardCopyOption.REPLACE_EXISTING);
        }
        List<String> command = new ArrayList<>(List.of(python.toString(), script.toString()));
        Arrays.stream(arguments).map(Object::toString).forEach(command::add);
        return new ProcessBuilder(command)
                .redirectError(log(directory, "libtorrent").toFile());
    }

    /** aria2 on {@code torrent} in {@code directory}: seeds what is complete, else downloads and ends. */
    public static StockClient aria2(Path directory, Path torrent, Role role) throws IOException, InterruptedException {
        Path aria2 = Presence.program("aria2c", "aria2");
        int port = LoopbackPort.findFree();
        List<String> command = new ArrayList<>(List.of(
                aria2.toString(),
                "--no-conf",
                "--dir=" + directory,
                "--listen-port=" + port,
                "--enable-dht=false",
                "--enable-dht6=false",
                "--bt-enable-lpd=false",
                "--file-allocation=none"));
        command.addAll(
                role == Role.SEED ? List.of("--check-integrity=true", "--seed-ratio=0") : List.of("--seed-time=0"));
        command.add(torrent.toString());
        return started(command, port, log(directory, "aria2"));
    }

    /** Whether a client has the file already. */
    public enum Role {
        SEED,
        LEECH
    }

    /** transmission-cli on {@code torrent} in {@code directory}: seeds what is complete, else downloads and seeds. */
    public static StockClient transmission(Path directory, Path torrent) throws IOException, InterruptedException {
        Path transmission = Presence.program("transmission-cli", "transmission-cli");
        int port = LoopbackPort.findFree();
        Path configuration = directory.resolveSibling(directory.getFileName() + "-configuration");
        return started(
                List.of(
                        transmission.toString(),
                        "--config-dir",
                        configuration.toString(),
                        "--download-dir",
                        directory.toString(),
                        "--port",
                        Integer.toString(port),
                        "--no-portmap",
                        torrent.toString()),
                port,
                log(directory, "transmission"));
    }

    /** rtorrent on {@code torrent} in {@code directory}: seeds what is complete, else downloads and seeds. */
    public static StockClient rtorrent(Path directory, Path torrent) throws IOException, InterruptedException {
        Path rtorrent = Presence.program("rtorrent", "rtorrent");
        int port = LoopbackPort.findFree();
        Path session = Files.createDirectories(directory.resolveSibling(directory.getFileName() + "-session"));
        Files.createDirectories(directory);
        Path settings = Files.writeString(
                session.resolve("settings.rc"),
                String.join(
                        "\n",
                        "system.daemon.set = true",
                        "directory.default.set = " + directory,
                        "session.path.set = " + session,
                        "network.port_range.set = " + port + "-" + port,
                        "network.port_random.set = no",
                        "network.bind_address.set = 127.0.0.1",
                        "dht.mode.set = disable",
                        "protocol.pex.set = no",
                        "schedule2 = load, 0, 0, ((load.start, \"" + torrent + "\"))",
                        ""));
        return started(
                List.of(rtorrent.toString(), "-n", "-o", "import=" + settings), port, log(directory, "rtorrent"));
    }

    private static StockClient started(List<String> command, int port, Path log)
            throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        StockClient client = new StockClient(process, port, log);
        client.awaitListening();
        return client;
    }

    private void awaitListening() throws InterruptedException {
        for (int i = 0; i < 200 && process.isAlive(); i++) {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                if (socket.isConnected()) {
                    return;
                }
            } catch (IOException e) {
                Thread.sleep(100);
            }
        }
        close();
        throw new AssertionError("client does not listen: " + output());
    }

    private static Path log(Path directory, String name) throws IOException {
        Files.createDirectories(directory);
        return directory.resolveSibling(directory.getFileName() + "-" + name + ".log");
    }

    /** Where it listens. */
    public int port() {
        return port;
    }

    /** Waits until the client ends by itself, successfully. */
    public void awaitEnd() throws InterruptedException {
        if (!process.waitFor(SampleSwarm.PATIENCE_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
            throw new AssertionError("client did not finish: " + output());
        }
    }

    /** Waits until {@code file} has exactly these bytes. */
    public void awaitFile(Path file, byte[] content) throws IOException, InterruptedException {
        for (int i = 0; i < SampleSwarm.PATIENCE_SECONDS * 10; i++) {
            if (Files.exists(file)
                    && Files.size(file) == content.length
                    && Arrays.equals(content, Files.readAllBytes(file))) {
                return;
            }
            Thread.sleep(100);
        }
        throw new AssertionError("client did not finish: " + output());
    }

    private String output() {
        try {
            return Files.exists(log) ? Files.readString(log, StandardCharsets.ISO_8859_1) : "no output";
        } catch (IOException e) {
            return "unreadable output: " + e;
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
