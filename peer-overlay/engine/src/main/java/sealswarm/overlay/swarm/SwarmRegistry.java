package sealswarm.overlay.swarm;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import sealswarm.overlay.metainfo.InfoHash;

/** Which swarm a caller means: every wire id of every open track. One event loop owns it. */
public final class SwarmRegistry {
    private final Map<InfoHash, Entry> byId = new HashMap<>();

    /**
     * An open track.
     *
     * @param ids what it is called on the wire
     * @param swarm the track's swarm
     */
    public record Entry(TrackIds ids, Swarm swarm) {}

    /**
     * Adds a track.
     *
     * @return false, and nothing is added, if one of its ids is taken
     */
    public boolean add(Entry entry) {
        if (entry.ids().all().stream().anyMatch(byId::containsKey)) {
            return false;
        }
        entry.ids().all().forEach(id -> byId.put(id, entry));
        return true;
    }

    /** Removes a track. */
    public void remove(Entry entry) {
        entry.ids().all().forEach(id -> byId.remove(id, entry));
    }

    /** The track that {@code wireId} calls. */
    public Optional<Entry> find(InfoHash wireId) {
        return Optional.ofNullable(byId.get(wireId));
    }
}
