package sealswarm.overlay.host;

import java.time.Duration;
import java.time.Instant;

/** When something that is done again and again is due: at once, then at intervals, sooner after a failure. One loop owns it. */
final class Errand {
    private final Duration every;
    private final Duration again;
    private Instant due = Instant.MIN;
    private boolean underWay;

    /** An errand to be done every {@code every}, and {@code again} after a failure. */
    Errand(Duration every, Duration again) {
        this.every = every;
        this.again = again;
    }

    /** True once it is time; then it is under way until it ended. */
    boolean begins(Instant now) {
        if (underWay || now.isBefore(due)) {
            return false;
        }
        underWay = true;
        return true;
    }

    void succeeded(Instant now) {
        underWay = false;
        due = now.plus(every);
    }

    void failed(Instant now) {
        underWay = false;
        due = now.plus(again);
    }

    /** To be done as soon as it can be. */
    void hasten() {
        due = Instant.MIN;
    }
}
