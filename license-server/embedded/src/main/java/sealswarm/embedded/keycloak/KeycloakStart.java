package sealswarm.embedded.keycloak;

import java.util.Optional;

/**
 * A start that can be given up while it is under way, such as when somebody presses Ctrl-C before it is over. For one start.
 * Thread-safe.
 */
public final class KeycloakStart {
    private Optional<ProcessHandle> child = Optional.empty();
    private State state = State.UNDER_WAY;

    private enum State {
        UNDER_WAY,
        READY,
        ABANDONED
    }

    /** Gives the start up: its child ends and its caller gets a {@link KeycloakException}. Nothing happens once it is ready. */
    public synchronized void abandon() {
        if (state == State.UNDER_WAY) {
            state = State.ABANDONED;
            child.ifPresent(ProcessHandle::destroy);
        }
    }

    /** A child of this start runs now. */
    synchronized void runs(ProcessHandle process) {
        child = Optional.of(process);
        if (state == State.ABANDONED) {
            process.destroy();
        }
    }

    /**
     * Before a child is started.
     *
     * @throws KeycloakException if the start was given up
     */
    synchronized void requireWanted() {
        if (state == State.ABANDONED) {
            throw new KeycloakException("the start of Keycloak was given up");
        }
    }

    /** From now on the child is its owner's to end. */
    synchronized void ready() {
        requireWanted();
        state = State.READY;
    }
}
