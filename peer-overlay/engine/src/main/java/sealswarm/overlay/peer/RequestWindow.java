package sealswarm.overlay.peer;

/**
 * How many requests to keep with a peer: one more per block while that makes it faster, then three seconds' worth of its rate.
 */
final class RequestWindow {
    static final int MIN = 4;
    static final int MAX = 500;

    private static final int SECONDS_AHEAD = 3;
    private static final int BASE = 2;
    private static final int BLOCK = 16_384;

    private int size = MIN;
    private boolean slowStart = true;
    private boolean snubbed;
    private long lastRate;

    void blockArrived() {
        snubbed = false;
        if (slowStart && size < MAX) {
            size++;
        }
    }

    /** A second has passed in which {@code rate} bytes came. */
    void tick(long rate) {
        if (slowStart && rate > 0 && rate <= lastRate + lastRate / 10) {
            slowStart = false;
        }
        lastRate = rate;
        if (!slowStart) {
            long wanted = BASE + (SECONDS_AHEAD * rate + BLOCK - 1) / BLOCK;
            size = (int) Math.max(MIN, Math.min(MAX, wanted));
        }
    }

    void snub() {
        snubbed = true;
        slowStart = false;
        size = MIN;
    }

    boolean isSnubbed() {
        return snubbed;
    }

    int size(int remoteQueue) {
        return snubbed ? 1 : Math.min(size, remoteQueue);
    }
}
