package sealswarm.overlay.tracker;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import sealswarm.overlay.wire.PeerId;

/** The peers of one swarm: found by id, drawn from by position, counted per token holder. */
final class SwarmMembers {
    /** 2^32 divided by the golden ratio: successive multiples spread evenly over any range. */
    private static final int GOLDEN = 0x9E37_79B9;

    final SwarmIds ids;
    TrackPolicy policy;
    private final Map<PeerId, PeerEntry> byId = new HashMap<>();
    private final List<PeerEntry> order = new ArrayList<>();
    private final Map<Long, Integer> perSubject = new HashMap<>();
    private int seeds;
    private long completions;
    private int offsets;

    SwarmMembers(SwarmIds ids, TrackPolicy policy) {
        this.ids = ids;
        this.policy = policy;
    }

    @Nullable
    PeerEntry find(PeerId id) {
        return byId.get(id);
    }

    List<PeerEntry> peers() {
        return order;
    }

    int size() {
        return order.size();
    }

    int countOf(PeerEntry.Holder holder) {
        return perSubject.getOrDefault(holder.countKey(), 0);
    }

    void add(PeerEntry entry) {
        entry.index = order.size();
        order.add(entry);
        byId.put(entry.id, entry);
        perSubject.merge(entry.holder.countKey(), 1, Integer::sum);
    }

    void remove(PeerEntry entry) {
        PeerEntry last = order.remove(order.size() - 1);
        if (last != entry) {
            order.set(entry.index, last);
            last.index = entry.index;
        }
        byId.remove(entry.id);
        perSubject.computeIfPresent(entry.holder.countKey(), (key, count) -> count == 1 ? null : count - 1);
        if (entry.isSeed()) {
            seeds--;
        }
    }

    /** Removes the peers that match and says how many they were. */
    int removeIf(Predicate<PeerEntry> gone) {
        int removed = 0;
        for (int i = order.size() - 1; i >= 0; i--) {
            PeerEntry entry = order.get(i);
            if (gone.test(entry)) {
                remove(entry);
                removed++;
            }
        }
        return removed;
    }

    void left(PeerEntry entry, long leftBytes) {
        if (entry.isSeed()) {
            seeds--;
        }
        entry.left = leftBytes;
        if (entry.isSeed()) {
            seeds++;
        }
    }

    void completed(PeerEntry entry) {
        if (!entry.completed) {
            entry.completed = true;
            completions++;
        }
    }

    SwarmCounts counts() {
        return new SwarmCounts(seeds, order.size() - seeds, completions);
    }

    int nextOffset() {
        return (offsets++ * GOLDEN) >>> 16;
    }
}
