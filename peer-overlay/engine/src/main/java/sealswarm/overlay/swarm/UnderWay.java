package sealswarm.overlay.swarm;

/** Counts work that has been handed out and not come back, and tells when there is none. One loop owns it. */
final class UnderWay {
    private int count;
    private Runnable whenIdle = () -> {};

    /** One piece of work goes out. */
    void begun() {
        count++;
    }

    /** One has come back. */
    void ended() {
        count--;
        tell();
    }

    /** Runs {@code action}, once, as soon as no work is out; it replaces what was to run before. */
    void whenIdle(Runnable action) {
        whenIdle = action;
        tell();
    }

    private void tell() {
        if (count == 0) {
            Runnable action = whenIdle;
            whenIdle = () -> {};
            action.run();
        }
    }
}
