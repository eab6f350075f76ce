package sealswarm.onebox.demo;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import sealswarm.overlay.metainfo.Metainfo;

/** Three strangers lend disk and bandwidth: plain peers that start empty, hold ciphertext only and have no account. */
final class HostAct {
    private static final int HOSTS = 3;
    private static final int WINDOW_BYTES = 64;

    private final Scene scene;
    private final List<Commands.Child> hosts = new ArrayList<>();

    HostAct(Scene scene) {
        this.scene = scene;
    }

    void play() {
        scene.story().step("three hosts fill", this::fill);
        scene.story().step("hosts hold no plaintext", this::lookForPlaintext);
    }

    private String fill() throws Exception {
        byte[] metainfo = Files.readAllBytes(
                Release.FILM.packageOf(scene.data()).resolve("torrents").resolve("film.torrent"));
        String swarm = Metainfo.parse(metainfo).infoHashes().swarmId().hex();
        HttpResponse<byte[]> offer = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(scene.shop().edge().resolve("/host/" + swarm + ".torrent"))
                                .build(),
                        HttpResponse.BodyHandlers.ofByteArray());
        Story.requireEqual("status of the edge's offer to hosts", 200, offer.statusCode());
        for (int number = 1; number <= HOSTS; number++) {
            String name = "host" + number;
            Path torrent = Files.write(scene.commands().home(name).resolve("film.torrent"), offer.body());
            hosts.add(scene.commands()
                    .start(
                            name,
                            "peer",
                            "--torrent",
                            torrent.toString(),
                            "--data",
                            directory(number).toString()));
        }
        for (Commands.Child host : hosts) {
            Scene.waitUntil("a host that is complete", () -> {
                Story.require(host.isRunning(), "a running host", host.said());
                return host.said().contains("complete; seeding");
            });
        }
        return HOSTS + " untrusted peers hold the film, sealed";
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

    /** The running hosts. */
    List<Commands.Child> running() {
        return List.copyOf(hosts);
    }

    /** Where the film's sealed bytes of the first host are, for whoever wants to look. */
    URI look() throws IOException {
        return file(1).toUri();
    }
}
