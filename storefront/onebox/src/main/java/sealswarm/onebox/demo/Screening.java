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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** A running {@code play}: its media read as a media player would, and compared with the clear original. */
final class Screening {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int CHUNK_BYTES = 256 << 10;

    private final Commands.Child player;
    private final JsonNode ready;
    private final HttpClient http = HttpClient.newHttpClient();
    private long delivered;

    private Screening(Commands.Child player, JsonNode ready) {
        this.player = player;
        this.ready = ready;
    }

    /** Starts the player on a person's device and waits until it can be asked for media. */
    static Screening begin(Scene scene, String owner, Release release, String... more) throws Exception {
        List<String> words = new ArrayList<>(List.of(
                "play",
                release.title(),
                "--json-lines",
                "--no-input",
                "--no-browser",
                "--port",
                "0",
                "--peers",
                "share"));
        words.addAll(List.of(more));
        Commands.Child player = scene.commands().start(owner, words.toArray(new String[0]));
        scene.waitUntil("a player that is ready", () -> event(player, "ready").isPresent() || !player.isRunning());
        return new Screening(player, required(player, "ready"));
    }

    /** The first byte of a track, as soon as it can be had. */
    void openWith(String track, Path original) throws Exception {
        compare(track, original, 0, 1);
    }

    /** Reads a part of a track by ranges; equal to the original or the step fails. */
    void compare(String track, Path original, long from, long to) throws Exception {
        URI media = URI.create(ready.path("external").path(track).asText());
        try (RandomAccessFile clear = new RandomAccessFile(original.toFile(), "r")) {
            for (long at = from; at < to; at += CHUNK_BYTES) {
                compareRange(media, clear, at, Math.min(to, at + CHUNK_BYTES));
            }
        }
    }

    /** Reads a whole track; its end first, as players do that look for an index there. */
    void compare(String track, Path original) throws Exception {
        long size = Files.size(original);
        compare(track, original, Math.max(0, size - CHUNK_BYTES), size);
        compare(track, original, 0, size);
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
        delivered += expected.length;
    }

    /** Clear bytes given to the media player so far. */
    long deliveredBytes() {
        return delivered;
    }

    /** What the player's panel shows in a row, such as {@code banned}. */
    String panel(String row) throws Exception {
        HttpResponse<String> status = http.send(
                HttpRequest.newBuilder(URI.create(ready.path("status").asText()))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        for (JsonNode each : JSON.readTree(status.body()).path("swarm")) {
            if (each.path(0).asText().equals(row)) {
                return each.path(1).asText();
            }
        }
        throw new Story.Mismatch("a row '" + row + "' of the player's panel", status.body());
    }

    /** Ends the player, which uploads its receipts; gives its result. */
    JsonNode end() throws Exception {
        player.close();
        JsonNode result = required(player, "result").path("result");
        Story.requireEqual("receipts waiting", 0, result.path("receiptsWaiting").asInt(-1));
        return result;
    }

    private static JsonNode required(Commands.Child player, String name) throws Exception {
        Optional<JsonNode> found = event(player, name);
        if (found.isEmpty()) {
            throw new Story.Mismatch("the event " + name, "a player that says: " + player.said() + player.printed());
        }
        return found.get();
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
