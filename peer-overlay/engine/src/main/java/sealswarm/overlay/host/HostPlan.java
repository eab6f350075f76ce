package sealswarm.overlay.host;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sealswarm.overlay.token.SwarmId;

/**
 * What a host should give up and take in now. Tracks are held whole. Within the budget the most needed offers are taken; for one
 * that is needed at least twice as much, tracks make room that nobody asked for within the hour, longest unused first. Immutable.
 *
 * @param evict tracks to remove, before anything is fetched
 * @param fetch tracks to take in
 */
record HostPlan(List<SwarmId> evict, List<SwarmId> fetch) {
    /** Most tracks on a host. */
    static final int MAX_TRACKS = 1_000;

    /** Tracks that arrive at a time. */
    static final int MAX_ARRIVING = 2;

    /** A track that was used within this time makes room for no other. */
    static final Duration RECENT = Duration.ofHours(1);

    /** How much more an offer must be needed than what makes room for it. */
    static final double MUCH_MORE = 2;

    HostPlan {
        evict = List.copyOf(evict);
        fetch = List.copyOf(fetch);
    }

    /**
     * What is decided on.
     *
     * @param budgetBytes what tracks may take of the disk
     * @param diskFreeBytes what the disk has left beside what is still to come of arriving tracks
     * @param now the time
     * @param held all tracks on the disk
     * @param offers what the edge offers; nothing while it is not known
     * @param taste the host's own chance, so that hosts choose differently among equals
     */
    record View(
            long budgetBytes,
            long diskFreeBytes,
            Instant now,
            List<HeldTrack> held,
            List<HostOffer> offers,
            long taste) {}

    /** The plan for a view. */
    static HostPlan of(View view) {
        return new Draft(view).plan();
    }

    private static final class Draft {
        private final View view;
        private final Map<SwarmId, HostOffer> offered = new HashMap<>();
        private final Map<SwarmId, HeldTrack> kept = new LinkedHashMap<>();
        private final List<SwarmId> evict = new ArrayList<>();
        private final List<SwarmId> fetch = new ArrayList<>();
        private long freeBytes;
        private long diskFreeBytes;

        Draft(View view) {
            this.view = view;
            this.freeBytes = view.budgetBytes();
            this.diskFreeBytes = view.diskFreeBytes();
            view.offers().forEach(offer -> offered.put(offer.swarmId(), offer));
            view.held().stream()
                    .sorted(Comparator.comparing(HeldTrack::usedAt)
                            .thenComparing(track -> track.swarmId().hex()))
                    .forEach(track -> {
                        kept.put(track.swarmId(), track);
                        freeBytes -= HeldTrack.costBytes(track.sizeBytes());
                    });
        }

        HostPlan plan() {
            while (freeBytes < 0 && !kept.isEmpty()) {
                evict(kept.values().iterator().next());
            }
            long arriving = kept.values().stream()
                    .filter(track -> track.arriving() == HeldTrack.Arrival.ARRIVING)
                    .count();
            List<HostOffer> wanted = view.offers().stream()
                    .filter(offer -> !kept.containsKey(offer.swarmId()) && !evict.contains(offer.swarmId()))
                    .sorted(Comparator.comparingDouble(HostOffer::need)
                            .reversed()
                            .thenComparingLong(this::rank))
                    .toList();
            for (HostOffer offer : wanted) {
                if (arriving + fetch.size() < MAX_ARRIVING && kept.size() + fetch.size() < MAX_TRACKS) {
                    consider(offer);
                }
            }
            return new HostPlan(evict, fetch);
        }

        private long rank(HostOffer offer) {
            return (offer.swarmId().hex().hashCode() ^ view.taste()) * 0x9E37_79B9_7F4A_7C15L;
        }

        private void consider(HostOffer offer) {
            long cost = HeldTrack.costBytes(offer.sizeBytes());
            Optional<List<HeldTrack>> room = roomFor(offer, cost);
            room.ifPresent(leaving -> {
                leaving.forEach(this::evict);
                fetch.add(offer.swarmId());
                freeBytes -= cost;
                diskFreeBytes -= cost;
            });
        }

        /** Who leaves so that {@code offer} fits: nobody, some, or empty if it cannot be. */
        private Optional<List<HeldTrack>> roomFor(HostOffer offer, long cost) {
            List<HeldTrack> leaving = new ArrayList<>();
            long free = Math.min(freeBytes, diskFreeBytes);
            for (HeldTrack track : kept.values()) {
                if (free >= cost) {
                    break;
                }
                if (mayLeaveFor(track, offer)) {
                    leaving.add(track);
                    free += HeldTrack.costBytes(track.sizeBytes());
                }
            }
            return free >= cost ? Optional.of(leaving) : Optional.empty();
        }

        /** What the edge does not offer any more may be what nobody else has: it makes room for no other. */
        private boolean mayLeaveFor(HeldTrack track, HostOffer offer) {
            HostOffer own = offered.get(track.swarmId());
            return own != null
                    && offer.need() >= own.need() * MUCH_MORE
                    && !track.usedAt().plus(RECENT).isAfter(view.now());
        }

        private void evict(HeldTrack track) {
            kept.remove(track.swarmId());
            evict.add(track.swarmId());
            freeBytes += HeldTrack.costBytes(track.sizeBytes());
            diskFreeBytes += HeldTrack.costBytes(track.sizeBytes());
        }
    }
}
