package sealswarm.onebox.demo;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import sealswarm.overlay.metainfo.Metainfo;

/** Three strangers lend disk and bandwidth: plain peers that start empty, hold ciphertext only and have no account. */
final class HostAct {
    private static final int HOSTS = 3;

    private static final Pattern LISTENING = Pattern.compile("listening on (\\S+)");

    private final Scene scene;
    private final List<Commands.Child> filling = new ArrayList<>();
    private final List<Commands.Child> seeding = new ArrayList<>();

    HostAct(Scene scene) {
        this.scene = scene;
    }

    /** The first host comes and fills from the edge while other things go on. */
    void open() {
        scene.story().step("a host comes", () -> {
            seeding.add(seed(1));
            return "an untrusted peer that starts empty; it asks the edge";
        });
    }

    /** Two more come when the first is complete, and ask it alone. */
    void spread() {
        scene.story().step("two more hosts come", () -> {
            awaitComplete(seeding.get(0));
            String first = address(1);
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
            return "they know no tracker and no edge, only the first host";
        });
    }

    /** Then all offer themselves to the film's swarm. */
    void settle() {
        scene.story().step("three hosts fill", () -> {
            for (Commands.Child each : filling) {
                Scene.done(each);
            }
            for (int number = 2; number <= HOSTS; number++) {
                seeding.add(seed(number));
            }
            for (Commands.Child host : seeding) {
                awaitComplete(host);
            }
            return HOSTS + " untrusted peers hold the film, sealed; one asked the edge, two asked it";
        });
        scene.story().step("hosts hold no plaintext", this::lookForPlaintext);
    }

    /** Starts a host that stays. */
    private Commands.Child seed(int number) throws Exception {
        String name = "host" + number;
        Path torrent = Files.write(scene.commands().home(name).resolve("film.torrent"), offer(".torrent"));
        return scene.commands()
                .start(
                        name,
                        "peer",
                        "--torrent",
                        torrent.toString(),
                        "--data",
                        directory(number).toString());
    }

    /** Where a host that has come listens. */
    String address(int number) throws Exception {
        Commands.Child host = seeding.get(number - 1);
        Matcher listening = LISTENING.matcher(host.said());
        Story.require(listening.find(), "a host's address", host.said());
        return listening.group(1);
    }

    private void awaitComplete(Commands.Child host) throws Exception {
        scene.waitUntil("a host that is complete", () -> {
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
        return scene.props().film().packageOf(scene.data()).resolve("torrents").resolve("film.torrent");
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
            long size = Files.size(scene.props().clearFilm());
            for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
                if (Files.size(file) == size) {
                    return file;
                }
            }
        }
        throw new IOException("host " + number + " holds no file of the film's size");
    }

    /** Encryption keeps offsets, so a leak would stand at its own place. */
    private String lookForPlaintext() throws Exception {
        long compared = 0;
        for (int number = 1; number <= HOSTS; number++) {
            PlaintextSearch search = PlaintextSearch.compare(scene.props().clearFilm(), file(number));
            Story.require(
                    search.equalAt().isEmpty(),
                    "no clear run at host " + number,
                    "one at offset " + search.equalAt().orElse(0));
            compared += search.windows();
        }
        return compared == 0
                ? "the film is too short to tell: " + Files.size(scene.props().clearFilm()) + " bytes"
                : compared + " runs of " + PlaintextSearch.WINDOW_BYTES
                        + " bytes compared with the clear film, none equal";
    }
}
