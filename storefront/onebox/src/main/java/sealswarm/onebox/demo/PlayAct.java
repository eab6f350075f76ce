package sealswarm.onebox.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/** The buyer plays what was bought, byte for byte; the stranger, who has bought nothing, is refused. */
final class PlayAct {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int CHUNK_BYTES = 256 << 10;
    private static final String BUYER = "buyer";

    private final Scene scene;
    private final HttpClient http = HttpClient.newHttpClient();

    PlayAct(Scene scene) {
        this.scene = scene;
    }

    void play() {
        scene.story().step("buyer signs in", () -> {
            scene.logIn(scene.cast().named(BUYER));
            return "this machine is now one of the buyer's devices";
        });
        scene.story().step("library", this::library);
        scene.story().step("play the film", this::playFilm);
        scene.story().step("stranger is refused", this::refuseStranger);
    }

    private String library() throws Exception {
        JsonNode library = JSON.readTree(scene.done(BUYER, "library", "--json"));
        Story.requireEqual(
                "grants", Release.values().length, library.path("grants").size());
        return "both titles are there";
    }

    private String playFilm() throws Exception {
        Commands.Child player = scene.commands()
                .start(
                        BUYER,
                        "play",
                        Release.FILM.title(),
                        "--json-lines",
                        "--no-input",
                        "--no-browser",
                        "--port",
                        "0",
                        "--peers",
                        "share");
        JsonNode ready = awaitEvent(player, "ready");
        URI media = URI.create(ready.path("external").path("film").asText());
        compare(media, scene.props().film());
        player.close();
        JsonNode result = required(player, "result");
        JsonNode bytes = result.path("result").path("bytes");
        long peers = bytes.path("peers").asLong();
        long edge = bytes.path("edge").asLong();
        Story.requireEqual(
                "receipts waiting",
                0,
                result.path("result").path("receiptsWaiting").asInt(-1));
        Story.require(peers > 0, "bytes from peers", peers + " from peers, " + edge + " from the edge");
        return "equal to the original; " + peers + " bytes from peers, " + edge + " from the edge";
    }

    /** By ranges as media players ask for them, some out of order: the last part first. */
    private void compare(URI media, Path original) throws Exception {
        long size = Files.size(original);
        try (RandomAccessFile clear = new RandomAccessFile(original.toFile(), "r")) {
            compareRange(media, clear, Math.max(0, size - CHUNK_BYTES), size);
            for (long at = 0; at < size; at += CHUNK_BYTES) {
                compareRange(media, clear, at, Math.min(size, at + CHUNK_BYTES));
            }
        }
    }

    private void compareRange(URI media, RandomAccessFile clear, long from, long to)
            throws IOException, InterruptedException, Story.Mismatch {
        HttpResponse<byte[]> played = http.send(
                HttpRequest.newBuilder(media)
                        .header("Range", "bytes=" + from + "-" + (to - 1))
                        .build(),
                HttpResponse.BodyHandlers.ofByteArray());
        Story.requireEqual("status", 206, played.statusCode());
        byte[] expected = new byte[(int) (to - from)];
        clear.seek(from);
        clear.readFully(expected);
        Story.require(
                Arrays.equals(expected, played.body()),
                "the film's own bytes " + from + " to " + to,
                played.body().length + " bytes that differ");
    }

    private String refuseStranger() throws Exception {
        scene.logIn(scene.cast().named("stranger"));
        Commands.Ended ended = scene.commands()
                .run("stranger", "play", Release.FILM.title(), "--json", "--no-input", "--no-browser", "--port", "0");
        Story.requireEqual("exit code", 4, ended.exit());
        String code = JSON.readTree(ended.out()).path("error").path("code").asText();
        Story.requireEqual("reason", "no-grant", code);
        return "exit 4, no-grant";
    }

    private static JsonNode awaitEvent(Commands.Child player, String name) throws Exception {
        Scene.waitUntil("the event " + name, () -> event(player, name).isPresent() || !player.isRunning());
        return required(player, name);
    }

    private static JsonNode required(Commands.Child player, String name) throws Exception {
        Optional<JsonNode> found = event(player, name);
        if (found.isEmpty()) {
            throw new Story.Mismatch("the event " + name, complaint(player));
        }
        return found.get();
    }

    private static String complaint(Commands.Child player) throws IOException {
        return "a player that says: " + player.said() + player.printed();
    }

    private static Optional<JsonNode> event(Commands.Child child, String name) throws IOException {
        for (String line : child.printed().split("\n", -1)) {
            // The last line may still be on its way.
            if (line.endsWith("}")) {
                JsonNode event = JSON.readTree(line);
                if (event.path("event").asText().equals(name)) {
                    return Optional.of(event);
                }
            }
        }
        return Optional.empty();
    }
}
