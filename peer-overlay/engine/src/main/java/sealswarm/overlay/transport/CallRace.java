package sealswarm.overlay.transport;

import java.util.function.Consumer;
import sealswarm.overlay.swarm.PeerDialer.Stage;

/**
 * One call by two carriers: the second begins when the first has failed, or has had its head start. Whichever connects first is kept.
 * Belongs to one loop.
 */
final class CallRace {
    private final Consumer<Stage> stage;
    private final Runnable second;
    private final Runnable onWon;
    private boolean secondStarted;
    private boolean won;
    private int failures;

    /**
     * A race whose first call is made by the caller, by way of {@link #claim} and {@link #heard}.
     *
     * @param second makes the second call
     * @param onWon called when the race is decided
     */
    CallRace(Consumer<Stage> stage, Runnable second, Runnable onWon) {
        this.stage = stage;
        this.second = second;
        this.onWon = onWon;
    }

    /** A connection stands; true if it is the first. */
    boolean claim() {
        if (won) {
            return false;
        }
        won = true;
        onWon.run();
        return true;
    }

    /** The head start is over. */
    void startSecond() {
        if (!won && !secondStarted) {
            secondStarted = true;
            second.run();
        }
    }

    /** What became of a call that was not turned down by {@link #claim}. */
    void heard(Stage reached) {
        if (reached != Stage.UNREACHABLE) {
            stage.accept(reached);
            return;
        }
        failures++;
        if (failures == 2 && !won) {
            stage.accept(Stage.UNREACHABLE);
        } else {
            startSecond();
        }
    }
}
