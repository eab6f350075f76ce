package sealswarm.overlay.edge;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/**
 * Whether this edge takes new viewers, and who else has room. It sheds from 90 % of its configured load until it is below 80 %, so
 * that it does not change its mind with every viewer. Viewers that are served already are no business of this. Pure.
 */
final class LoadShedding {
    /** Thousandths of the configured load from which new viewers go elsewhere. */
    static final int FULL_PERMILLE = 900;

    /** Thousandths below which they are taken again, and below which a sibling has room. */
    static final int ROOM_PERMILLE = 800;

    /** What a sibling said longer ago is not believed. */
    static final Duration FRESH = Duration.ofSeconds(15);

    private boolean shedding;

    /**
     * What was last heard of a sibling.
     *
     * @param place where it is in the list of siblings
     * @param loadPermille its load, in thousandths of what it is configured for
     * @param heardAt when it said so
     */
    record Heard(int place, int loadPermille, Instant heardAt) {}

    /**
     * This edge's load: the larger of its shares.
     *
     * @param bytesPerSecond what goes out now
     * @param maxBytesPerSecond what may; 0 = no limit
     * @param connections open ones
     * @param maxConnections most of them, at least 1
     */
    record Load(long bytesPerSecond, long maxBytesPerSecond, int connections, int maxConnections) {
        int permille() {
            long byBytes = maxBytesPerSecond == 0 ? 0 : bytesPerSecond * 1_000 / maxBytesPerSecond;
            long byConnections = (long) connections * 1_000 / maxConnections;
            return (int) Math.min(Integer.MAX_VALUE, Math.max(byBytes, byConnections));
        }
    }

    /** Judges the load of this moment. */
    void measured(Load load) {
        int permille = load.permille();
        if (permille >= FULL_PERMILLE) {
            shedding = true;
        } else if (permille < ROOM_PERMILLE) {
            shedding = false;
        }
    }

    /** Whether new viewers go elsewhere. */
    boolean isShedding() {
        return shedding;
    }

    /** Places of the siblings that have room, the emptiest first. */
    static List<Integer> withRoom(List<Heard> siblings, Instant now) {
        return siblings.stream()
                .filter(sibling -> sibling.loadPermille() < ROOM_PERMILLE)
                .filter(sibling -> sibling.heardAt().plus(FRESH).isAfter(now))
                .sorted(Comparator.comparingInt(Heard::loadPermille).thenComparingInt(Heard::place))
                .map(Heard::place)
                .toList();
    }
}
