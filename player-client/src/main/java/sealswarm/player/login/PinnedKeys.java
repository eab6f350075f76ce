package sealswarm.player.login;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicReference;
import sealswarm.format.envelope.Envelope;
import sealswarm.format.problem.FormatException;
import sealswarm.format.problem.FormatProblem;
import sealswarm.license.LicenseRefusal;
import sealswarm.license.key.ServerKeys;
import sealswarm.license.problem.ProblemType;

/**
 * The license server's keys that this device believes. They change only along the chain: a newer list must be signed by a key of the
 * one before. Thread-safe; {@link #follow} blocks on the network.
 */
public final class PinnedKeys {
    /** Where a newer list comes from. */
    @FunctionalInterface
    public interface Source {
        Envelope keys() throws IOException, InterruptedException;
    }

    /** Where it is kept. */
    @FunctionalInterface
    public interface Keeper {
        void keep(Envelope keys) throws IOException, InterruptedException;
    }

    /** Something signed that is fetched and read. */
    @FunctionalInterface
    public interface Exchange<T> {
        T run() throws IOException, InterruptedException;
    }

    private final AtomicReference<ServerKeys> current;
    private final Source source;
    private final Keeper keeper;

    public PinnedKeys(ServerKeys pinned, Source source, Keeper keeper) {
        this.current = new AtomicReference<>(pinned);
        this.source = source;
        this.keeper = keeper;
    }

    /** Keys that never change. */
    public static PinnedKeys fixed(ServerKeys keys) {
        return new PinnedKeys(
                keys,
                () -> {
                    throw new IOException("these keys are not followed");
                },
                newer -> {});
    }

    public ServerKeys current() {
        ServerKeys now = current.get();
        if (now == null) {
            throw new IllegalStateException("keys are always pinned");
        }
        return now;
    }

    /**
     * Asks for the server's keys and believes them if they follow from those believed now.
     *
     * @return whether there was a newer list; it is kept then
     * @throws FormatException bad-signature if the list does not follow
     */
    public synchronized boolean follow() throws IOException, InterruptedException {
        Envelope answer = source.keys();
        ServerKeys next = current().next(answer);
        if (next.version() == current().version()) {
            return false;
        }
        keeper.keep(answer);
        current.set(next);
        return true;
    }

    /**
     * Runs an exchange; one whose signature is not by a key believed is repeated once, if the server has newer keys that follow.
     *
     * @throws FormatException or {@link LicenseRefusal} the exchange's own, if there are none
     */
    public <T> T following(Exchange<T> exchange) throws IOException, InterruptedException {
        try {
            return exchange.run();
        } catch (FormatException | LicenseRefusal refused) {
            if (!isSignature(refused) || !follow(refused)) {
                throw refused;
            }
            return exchange.run();
        }
    }

    private boolean follow(RuntimeException refused) throws InterruptedException {
        try {
            return follow();
        } catch (FormatException | IOException e) {
            refused.addSuppressed(e);
            return false;
        }
    }

    private static boolean isSignature(RuntimeException refused) {
        if (refused instanceof FormatException format) {
            return format.problem() == FormatProblem.BAD_SIGNATURE;
        }
        return refused instanceof LicenseRefusal license && license.problem() == ProblemType.BAD_SIGNATURE;
    }
}
