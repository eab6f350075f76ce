package sealswarm.overlay.delivery;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import sealswarm.overlay.token.SwarmId;

/**
 * What an edge delivered, per track, hour and source: collected in memory and appended as lines of JSON, one file per track. Each
 * line is a delta; the sum over a file's lines is the total. Never used for money; a crash loses the lines of one flush period.
 * {@link #add} belongs to the event loop, {@link #write} blocks.
 */
public final class DeliveryLog {
    /** Track, hour and source combinations held between two flushes; further ones are counted as lost. */
    static final int MAX_ROWS = 100_000;

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<Key, Amount> rows = new LinkedHashMap<>();
    private long lostBytes;

    /** Where bytes came from. */
    enum Source {
        WEB_SEED("web-seed"),
        PEER("edge-peer");

        private final String word;

        Source(String word) {
            this.word = word;
        }

        String word() {
            return word;
        }
    }

    private record Key(SwarmId track, Instant hour, Source source) {}

    private record Amount(long bytes, long transfers) {
        Amount plus(Amount other) {
            return new Amount(bytes + other.bytes, transfers + other.transfers);
        }
    }

    /** A line for a track's file. */
    public record Line(SwarmId track, String json) {
        static Line of(SwarmId track, Map<String, Object> members) {
            return new Line(track, DeliveryLog.json(members));
        }
    }

    DeliveryLog() {}

    /** The file of a track's lines. */
    static Path file(Path directory, SwarmId track) {
        return directory.resolve(track + ".ndjson");
    }

    void add(SwarmId track, Source source, long bytes, Instant at) {
        if (bytes <= 0) {
            return;
        }
        Key key = new Key(track, at.truncatedTo(ChronoUnit.HOURS), source);
        if (rows.size() >= MAX_ROWS && !rows.containsKey(key)) {
            lostBytes += bytes;
            return;
        }
        rows.merge(key, new Amount(bytes, 1), Amount::plus);
    }

    long lostBytes() {
        return lostBytes;
    }

    /** Takes the collected lines out. */
    List<Line> drain() {
        List<Line> lines = new ArrayList<>();
        rows.forEach((key, amount) -> {
            Map<String, Object> line = new LinkedHashMap<>();
            line.put("hour", key.hour().toString());
            line.put("source", key.source().word());
            line.put("bytes", amount.bytes());
            line.put("transfers", amount.transfers());
            lines.add(Line.of(key.track(), line));
        });
        rows.clear();
        return lines;
    }

    /** Appends lines to the files below {@code directory}. */
    public static void write(Path directory, List<Line> lines) throws IOException {
        Files.createDirectories(directory);
        for (Line line : lines) {
            Files.writeString(
                    file(directory, line.track()),
                    line.json() + "\n",
                    StandardCharsets.UTF_8,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        }
    }

    private static String json(Map<String, Object> line) {
        try {
            return JSON.writeValueAsString(line);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("text and numbers are JSON", e);
        }
    }
}
