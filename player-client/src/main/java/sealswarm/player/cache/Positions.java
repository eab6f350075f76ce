package sealswarm.player.cache;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sealswarm.format.disk.PrivateFile;
import sealswarm.format.key.TitleId;
import sealswarm.format.key.TrackId;
import sealswarm.format.problem.FormatException;
import sealswarm.license.wire.WireJson;

/**
 * Where each track was left, and the buyer's answer about peers. A damaged file is begun anew: it holds nothing of worth. Safe for
 * any thread; {@link #save} and {@link #consent(String)} block on the disk.
 */
public final class Positions {
    /** Most tracks remembered. */
    static final int MAX_TRACKS = 4_000;

    private static final Logger LOG = LoggerFactory.getLogger(Positions.class);
    private static final int MAX_BYTES = 1 << 20;

    /** Where a track was left. */
    public record Position(long atMillis, boolean isDone) {
        /** Never begun. */
        public static final Position NONE = new Position(0, false);
    }

    private record Kept(
            Map<String, Position> tracks, @Nullable String peers) {}

    private final PrivateFile file;
    private final Map<String, Position> tracks;
    private Optional<String> peers;
    private boolean changed;

    private Positions(PrivateFile file, Kept kept) {
        this.file = file;
        this.tracks = new TreeMap<>(kept.tracks());
        this.peers = Optional.ofNullable(kept.peers());
    }

    public static Positions open(PrivateFile file) throws IOException {
        Optional<byte[]> bytes = file.read();
        Kept kept = new Kept(Map.of(), null);
        if (bytes.isPresent()) {
            try {
                kept = WireJson.readAnswer(bytes.get(), Kept.class, MAX_BYTES);
            } catch (FormatException e) {
                LOG.warn("resume positions are damaged and begun anew: {}", e.getMessage());
            }
        }
        return new Positions(file, kept);
    }

    public synchronized Position of(TitleId title, TrackId track) {
        return tracks.getOrDefault(key(title, track), Position.NONE);
    }

    /** Remembers until {@link #save}. */
    public synchronized void set(TitleId title, TrackId track, Position position) {
        if (tracks.size() < MAX_TRACKS || tracks.containsKey(key(title, track))) {
            tracks.put(key(title, track), position);
            changed = true;
        }
    }

    /** The buyer's answer about peers, as it was kept. */
    public synchronized Optional<String> consent() {
        return peers;
    }

    /** Keeps the buyer's answer about peers; on disk when this returns. */
    public synchronized void consent(String answer) throws IOException {
        peers = Optional.of(answer);
        changed = true;
        save();
    }

    /** Writes what has changed. */
    public synchronized void save() throws IOException {
        if (changed) {
            file.write(WireJson.write(new Kept(tracks, peers.orElse(null))));
            changed = false;
        }
    }

    private static String key(TitleId title, TrackId track) {
        return title.text() + "/" + track.text();
    }
}
