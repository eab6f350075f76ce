package sealswarm.overlay.picker;

import java.util.function.IntPredicate;
import java.util.random.RandomGenerator;

/**
 * Missing pieces sorted by how many peers have them, in one array with bucket borders: a change by one peer is one swap. Within a
 * bucket the order is random.
 */
final class AvailabilityOrder {
    /** Availabilities above this count as this. */
    static final int MAX_BUCKET = 64;

    private static final int WITHDRAWN = MAX_BUCKET + 1;

    private final RandomGenerator random;
    private final int[] order;
    private final int[] position;
    private final int[] availability;
    private final int[] bucket;
    private final int[] start = new int[WITHDRAWN + 2];

    AvailabilityOrder(int pieceCount, RandomGenerator random) {
        this.random = random;
        this.order = new int[pieceCount];
        this.position = new int[pieceCount];
        this.availability = new int[pieceCount];
        this.bucket = new int[pieceCount];
        for (int i = 0; i < pieceCount; i++) {
            int other = random.nextInt(i + 1);
            order[i] = order[other];
            order[other] = i;
        }
        for (int i = 0; i < pieceCount; i++) {
            position[order[i]] = i;
        }
        for (int b = 1; b < start.length; b++) {
            start[b] = pieceCount;
        }
    }

    void add(int piece) {
        availability[piece]++;
        settle(piece);
    }

    void remove(int piece) {
        availability[piece]--;
        settle(piece);
    }

    int availability(int piece) {
        return availability[piece];
    }

    /** Takes a piece out of the choice: it is open or complete. */
    void withdraw(int piece) {
        moveTo(piece, WITHDRAWN);
    }

    /** Puts a withdrawn piece back. */
    void offer(int piece) {
        moveTo(piece, Math.min(availability[piece], MAX_BUCKET));
    }

    /** The rarest piece that somebody has and {@code wanted} accepts, or -1. */
    int rarest(IntPredicate wanted) {
        for (int i = start[1]; i < start[WITHDRAWN]; i++) {
            if (wanted.test(order[i])) {
                return order[i];
            }
        }
        return -1;
    }

    /** A missing, unopened piece that no peer has, or -1. */
    int unavailable() {
        return start[1] > 0 ? order[0] : -1;
    }

    /** Number of such pieces. */
    int unavailableCount() {
        return start[1];
    }

    private void settle(int piece) {
        if (bucket[piece] != WITHDRAWN) {
            moveTo(piece, Math.min(availability[piece], MAX_BUCKET));
        }
    }

    private void moveTo(int piece, int target) {
        while (bucket[piece] < target) {
            int border = --start[bucket[piece] + 1];
            swap(position[piece], border);
            bucket[piece]++;
        }
        while (bucket[piece] > target) {
            int border = start[bucket[piece]]++;
            swap(position[piece], border);
            bucket[piece]--;
        }
        if (target != WITHDRAWN) {
            mix(piece, target);
        }
    }

    /**
     * A newcomer comes to a random place of its bucket, not to its border: else the pieces of a seed would stand in the order in which
     * they were told, for all peers alike, and all would download the same ones.
     */
    private void mix(int piece, int target) {
        swap(position[piece], random.nextInt(start[target], start[target + 1]));
    }

    private void swap(int left, int right) {
        int piece = order[left];
        order[left] = order[right];
        order[right] = piece;
        position[order[left]] = left;
        position[order[right]] = right;
    }
}
