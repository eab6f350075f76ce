package sealswarm.embedded.store;

import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One command at a time, and no reply before everything it rests on is durable.
 *
 * <p>Every command runs inside one mutex. A write draws a ticket there; afterwards its thread joins the group: one member
 * becomes the leader, commits all that was drawn so far inside the mutex, syncs outside it, publishes the ticket and wakes the
 * others. A read draws no ticket but waits for the tickets drawn before it: otherwise it could show a fact that a crash then
 * takes back. A command that fails waits as well, since its refusal (a duplicate key, say) is a fact too.
 *
 * <p>A failed commit or sync is final: all waiting and later commands fail and {@code onFailure} is told once.
 *
 * <p>Safe for use by any number of threads.
 */
final class GroupCommit {
    /** What is made durable: {@link #commit} under the mutex, {@link #sync} outside it, never two of either at once. */
    interface Medium {
        /** Writes all changes out and says whether there were any. */
        Written commit();

        /** Returns when all that was committed before would survive a power cut. */
        void sync();
    }

    /** Whether a commit had anything to write. */
    enum Written {
        CHANGES,
        NOTHING
    }

    private final Medium medium;
    private final Consumer<Throwable> onFailure;
    private final ReentrantLock mutex = new ReentrantLock();
    private final Object group = new Object();

    /** The last ticket given out; guarded by {@link #mutex}. */
    private long drawn;

    /** The last ticket whose write is durable; guarded by {@link #group}, as the two below. */
    private long durable;

    private Leader leader = Leader.NONE;
    private @Nullable Throwable failure;

    private enum Leader {
        NONE,
        AT_WORK
    }

    GroupCommit(Medium medium, Consumer<Throwable> onFailure) {
        this.medium = medium;
        this.onFailure = onFailure;
    }

    /** Runs a command that may change something; returns, or throws what it threw, once its effect is durable. */
    <T> T write(Supplier<T> command) {
        return run(command, 1);
    }

    /** Runs a command that changes nothing; returns once all it could have seen is durable. */
    <T> T read(Supplier<T> command) {
        return run(command, 0);
    }

    private <T> T run(Supplier<T> command, int tickets) {
        long awaited = 0;
        mutex.lock();
        try {
            drawn += tickets;
            awaited = drawn;
            refuseAfterFailure();
            return command.get();
        } finally {
            mutex.unlock();
            await(awaited);
        }
    }

    private void await(long ticket) {
        while (becomesLeader(ticket)) {
            lead();
        }
    }

    /** Waits until the ticket is durable, or says that this thread has become the leader. */
    private boolean becomesLeader(long ticket) {
        boolean interrupted = false;
        try {
            synchronized (group) {
                while (durable < ticket && leader == Leader.AT_WORK && failure == null) {
                    try {
                        group.wait();
                    } catch (InterruptedException e) {
                        // The leader wakes the group in any case: keep the interrupt for later.
                        interrupted = true;
                    }
                }
                refuseAfterFailure();
                if (durable >= ticket) {
                    return false;
                }
                leader = Leader.AT_WORK;
                return true;
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void lead() {
        try {
            long reached;
            Written written;
            mutex.lock();
            try {
                reached = drawn;
                written = medium.commit();
            } finally {
                mutex.unlock();
            }
            // Nothing written means that an earlier leader has written and synced it all.
            if (written == Written.CHANGES) {
                medium.sync();
            }
            publish(reached);
        } catch (RuntimeException | Error e) {
            fail(e);
        }
    }

    private void publish(long reached) {
        synchronized (group) {
            durable = reached;
            leader = Leader.NONE;
            group.notifyAll();
        }
    }

    private void fail(Throwable cause) {
        synchronized (group) {
            failure = cause;
            leader = Leader.NONE;
            group.notifyAll();
        }
        onFailure.accept(cause);
    }

    private void refuseAfterFailure() {
        synchronized (group) {
            if (failure != null) {
                throw new StoreException("the store has failed and takes no more commands", failure);
            }
        }
    }
}
