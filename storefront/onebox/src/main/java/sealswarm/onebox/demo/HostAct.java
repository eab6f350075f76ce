package sealswarm.onebox.demo;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import sealswarm.overlay.metainfo.Metainfo;

/** Three strangers lend disk and bandwidth: plain peers that start empty, hold ciphertext only and have no account. */
final class HostAct {
    private static final int HOSTS = 3;
    private static final int WINDOW_BYTES = 64;

    private static final Pattern LISTENING = Pattern.compile("listening on (\\S+)");

    private final Scene scene;

    HostAct(Scene scene) {
        this.scene = scene;
    }

    void play() {
        scene.story().step("three hosts fill", this::fill);
        scene.story().step("hosts hold no plaintext", this::lookForPlaintext);
    }

    /** The first host fills from the edge, the others from it alone; then all offer themselves to the film's swarm. */
    private String fill() throws Exception {
        byte[] offer = offer(".torrent");
        String first = seed(1, offer);
        List<Commands.Child> filling = new ArrayList<>();
        for (int number = 2; number <= HOSTS; number++) {
            filling.add(scene.commands()
                    .start(
                            "host" + number,
                            "peer",
                            "--torrent",
                            sealedTorrent().toString(),
                            "--data",
                            directory(number).toString(),
                            "--peer",
                            first,
                            "--exit-when-complete"));
        }
        for (int number = 2; number <= HOSTS; number++) {
            Commands.Ended ended = filling.get(number - 2).await();
            Story.require(ended.exit() == 0, "a host that fills from another", ended.complaint());
            seed(number, offer);
        }
        return HOSTS + " untrusted peers hold the film, sealed; one asked the edge, two asked it";
    }

    /** Starts a host that stays, waits until it is complete and gives its address. */
    private String seed(int number, byte[] offer) throws Exception {
        String name = "host" + number;
        Path torrent = Files.write(scene.commands().home(name).resolve("film.torrent"), offer);
        Commands.Child host = scene.commands()
                .start(
                        name,
                        "peer",
                        "--torrent",
                        torrent.toString(),
                        "--data",
                        directory(number).toString());
        awaitComplete(host);
        Matcher listening = LISTENING.matcher(host.said());
        Story.require(listening.find(), "a host's address", host.said());
        return listening.group(1);
    }

    private static void awaitComplete(Commands.Child host) throws Exception {
        Scene.waitUntil("a host that is complete", () -> {
            Story.require(host.isRunning(), "a running host", host.said());
            return host.said().contains("complete; seeding");
        });
    }

    /** The metainfo that the edge offers to whoever wants to carry the film. */
    private byte[] offer(String suffix) throws Exception {
        byte[] metainfo = Files.readAllBytes(sealedTorrent());
        String swarm = Metainfo.parse(metainfo).infoHashes().swarmId().hex();
        HttpResponse<byte[]> offer = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(scene.shop().edge().resolve("/host/" + swarm + suffix))
                                .build(),
                        HttpResponse.BodyHandlers.ofByteArray());
        Story.requireEqual("status of the edge's offer to hosts", 200, offer.statusCode());
        return offer.body();
    }

    /** The package's own metainfo: it names no tracker. */
    private Path sealedTorrent() {
        return Release.FILM.packageOf(scene.data()).resolve("torrents").resolve("film.torrent");
    }

    /** The offer as stock clients read it, of the same bytes. */
    Path companion(Path directory) throws Exception {
        return Files.write(directory.resolve("film.v1.torrent"), offer(".v1.torrent"));
    }

    private Path directory(int number) throws IOException {
        return Files.createDirectories(scene.commands().home("host" + number).resolve("data"));
    }

    /** What host number N holds of the film. */
    Path file(int number) throws IOException {
        try (Stream<Path> files = Files.walk(directory(number))) {
            long size = Files.size(scene.props().film());
            for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
                if (Files.size(file) == size) {
                    return file;
                }
            }
        }
        throw new IOException("host " + number + " holds no file of the film's size");
    }

    /** Encryption keeps offsets, so a leak would stand at its own place; the film's beginning could also stand anywhere. */
    private String lookForPlaintext() throws Exception {
        Path clear = scene.props().film();
        long compared = 0;
        for (int number = 1; number <= HOSTS; number++) {
            try (RandomAccessFile plain = new RandomAccessFile(clear.toFile(), "r");
                    RandomAccessFile sealed = new RandomAccessFile(file(number).toFile(), "r")) {
                byte[] a = new byte[WINDOW_BYTES];
                byte[] b = new byte[WINDOW_BYTES];
                for (long at = 0; at + WINDOW_BYTES <= plain.length(); at += WINDOW_BYTES) {
                    plain.readFully(a);
                    sealed.readFully(b);
                    Story.require(!Arrays.equals(a, b), "no clear run at host " + number, "one at offset " + at);
                    compared++;
                }
            }
        }
        return compared + " runs of " + WINDOW_BYTES + " bytes compared with the clear film, none equal";
    }
}
