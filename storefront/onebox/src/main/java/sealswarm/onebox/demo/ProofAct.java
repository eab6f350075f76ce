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
    private static final List<Path> STOCK_CLIENTS =
            List.of(Path.of("/usr/bin/aria2c"), Path.of("/usr/local/bin/aria2c"), Path.of("/opt/homebrew/bin/aria2c"));

    private static final int LIAR = 2;
    private static final int FIRST_BYTES = 256 << 10;

    /** Bytes per second of a fetch that is to be broken, at least; a longer film takes {@link #BREAK_SECONDS}. */
    private static final long SLOWEST_RATE = 1 << 20;

    private static final long BREAK_SECONDS = 8;

    /** A shorter film is there before anything can be broken. */
    private static final long SHORTEST_TO_BREAK = 3 * SLOWEST_RATE;

    private final Scene scene;
    private final HostAct hosts;
    private final EdgeMeter edge;
    private final Skips skips;
    private final SecureRandom random = new SecureRandom();
    private long delivered;

    ProofAct(Scene scene, HostAct hosts, EdgeMeter edge, Skips skips) {
        this.scene = scene;
        this.hosts = hosts;
        this.edge = edge;
        this.skips = skips;
    }

    /** A host that lies and an edge that dies. */
    void endure() throws IOException {
        if (Files.size(scene.props().clearFilm()) < SHORTEST_TO_BREAK) {
            scene.say("  skipped: a film below " + SHORTEST_TO_BREAK
                    + " bytes is there before a host could lie about it");
        } else {
            scene.story().step("a lying host and a dead edge", this::lieAndKill);
        }
    }

    /** A client that knows nothing of us. */
    void admitAnybody() {
        Optional<Path> client = skips.present("a stock BitTorrent client (aria2)", STOCK_CLIENTS, scene::say);
        client.ifPresent(found -> scene.story().step("a stock client joins", () -> joinWith(found)));
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
            boolean ended = stock.waitFor(scene.commands().patience().toMillis(), TimeUnit.MILLISECONDS);
            Story.require(ended && stock.exitValue() == 0, "a finished download", "see " + log);
        } finally {
            stock.destroyForcibly();
        }
        Path got = downloaded(home);
        Story.requireEqual("difference to a host's file", -1L, Files.mismatch(got, hosts.file(1)));
        Story.require(Files.mismatch(got, scene.props().clearFilm()) >= 0, "sealed bytes", "the clear film");
        return Files.size(got) + " bytes of ciphertext and no key";
    }

    private Path downloaded(Path home) throws IOException {
        long size = Files.size(scene.props().clearFilm());
        try (Stream<Path> files = Files.list(home)) {
            for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
                if (Files.size(file) == size) {
                    return file;
                }
            }
        }
        throw new IOException("the client has left no file of the film's size in " + home);
    }

    /**
     * One host serves noise; after the first bytes the edge is gone. On the buyer's second device, which has nothing yet and fetches
     * slowly enough that most of the film is still on its way then.
     */
    private String lieAndKill() throws Exception {
        Path film = scene.props().clearFilm();
        long size = Files.size(film);
        long rate = Math.max(SLOWEST_RATE, size / BREAK_SECONDS);
        overwrite(hosts.file(LIAR));
        Screening screening =
                Screening.begin(scene, "tablet", scene.props().film(), "--download-limit", Long.toString(rate));
        screening.compare("film", film, 0, FIRST_BYTES);
        edge.keep();
        scene.shop().closeEdge();
        try {
            screening.compare("film", film, FIRST_BYTES, size);
            String banned = screening.panel("banned");
            Story.require(!banned.equals("0"), "a banned host on the panel", "banned " + banned);
            delivered = screening.deliveredBytes();
            screening.end();
            return "played on, equal to the original; the panel says banned: " + banned;
        } finally {
            scene.shop().openEdge();
        }
    }

    /** The same megabyte of noise all over: nobody compares it with itself, and it is fast. */
    private void overwrite(Path file) throws IOException {
        byte[] noise = new byte[1 << 20];
        random.nextBytes(noise);
        try (RandomAccessFile written = new RandomAccessFile(file.toFile(), "rw")) {
            for (long left = written.length(); left > 0; left -= noise.length) {
                written.write(noise, 0, (int) Math.min(left, noise.length));
            }
        }
    }

    /** Clear bytes given to media players by this act. */
    long deliveredBytes() {
        return delivered;
    }
}
