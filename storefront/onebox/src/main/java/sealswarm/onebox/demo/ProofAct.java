package sealswarm.onebox.demo;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Try to break it: what the story claims, shown by attacking it. */
final class ProofAct {
    private static final int FIRST_BYTES = 256 << 10;
    private static final long STOCK_SECONDS = 60;
    /** Slow enough that the film is still on its way when the edge goes. */
    private static final String SLOWLY = "1048576";

    private final Scene scene;
    private final HostAct hosts;
    private final EdgeMeter edge;
    private final SecureRandom random = new SecureRandom();
    private long delivered;

    ProofAct(Scene scene, HostAct hosts, EdgeMeter edge) {
        this.scene = scene;
        this.hosts = hosts;
        this.edge = edge;
    }

    /** A host that lies and an edge that dies. */
    void endure() {
        scene.story().step("a lying host and a dead edge", this::lieAndKill);
    }

    /** A client that knows nothing of us. */
    void admitAnybody() {
        stockClient()
                .ifPresentOrElse(
                        client -> scene.story().step("a stock client joins", () -> joinWith(client)),
                        () -> scene.say("  skipped: no stock BitTorrent client is installed (aria2) to join with"));
    }

    private static Optional<Path> stockClient() {
        return Stream.of("/usr/bin/aria2c", "/usr/local/bin/aria2c", "/opt/homebrew/bin/aria2c")
                .map(Path::of)
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** It knows nothing of us and gets what everybody gets: sealed bytes. */
    private String joinWith(Path client) throws Exception {
        Path home = scene.commands().home("stock");
        Path torrent = hosts.companion(home);
        Path log = scene.data().resolve("logs").resolve("stock-client.log");
        List<String> command = List.of(
                client.toString(),
                "--dir=" + home,
                "--seed-time=0",
                "--enable-dht=false",
                "--bt-enable-lpd=false",
                "--file-allocation=none",
                torrent.toString());
        scene.say("  $ " + String.join(" ", command));
        Process stock = new ProcessBuilder(command)
                .directory(home.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            boolean ended = stock.waitFor(STOCK_SECONDS, TimeUnit.SECONDS);
            Story.require(ended && stock.exitValue() == 0, "a finished download", "see " + log);
        } finally {
            stock.destroyForcibly();
        }
        Path got = downloaded(home);
        Story.requireEqual("difference to a host's file", -1L, Files.mismatch(got, hosts.file(1)));
        Story.require(Files.mismatch(got, scene.props().film()) >= 0, "sealed bytes", "the clear film");
        return Files.size(got) + " bytes of ciphertext and no key";
    }

    private Path downloaded(Path home) throws IOException {
        long size = Files.size(scene.props().film());
        try (Stream<Path> files = Files.list(home)) {
            for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
                if (Files.size(file) == size) {
                    return file;
                }
            }
        }
        throw new IOException("the client has left no file of the film's size in " + home);
    }

    /** Host 2 serves noise; after the first bytes the edge is gone. On the buyer's second device, which has nothing yet. */
    private String lieAndKill() throws Exception {
        Path film = scene.props().film();
        long size = Files.size(film);
        overwrite(hosts.file(2));
        Screening screening = Screening.begin(scene, "tablet", Release.FILM, "--download-limit", SLOWLY);
        screening.compare("film", film, 0, Math.min(size, FIRST_BYTES));
        edge.keep();
        scene.shop().closeEdge();
        try {
            screening.compare("film", film, Math.min(size, FIRST_BYTES), size);
            String banned = screening.panel("banned");
            Story.require(!banned.equals("0"), "a banned host on the panel", "banned " + banned);
            delivered = screening.deliveredBytes();
            screening.end();
            return "played on, equal to the original; banned: " + banned;
        } finally {
            scene.shop().openEdge();
        }
    }

    private void overwrite(Path file) throws IOException {
        byte[] noise = new byte[1 << 20];
        try (RandomAccessFile written = new RandomAccessFile(file.toFile(), "rw")) {
            long left = written.length();
            while (left > 0) {
                random.nextBytes(noise);
                int length = (int) Math.min(left, noise.length);
                written.write(noise, 0, length);
                left -= length;
            }
        }
    }

    /** Clear bytes given to media players by this act. */
    long deliveredBytes() {
        return delivered;
    }
}
