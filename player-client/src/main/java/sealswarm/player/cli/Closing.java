package sealswarm.player.cli;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** Closes what was opened, the last first, all of it even if one fails; then throws the first failure. Not thread-safe. */
final class Closing implements AutoCloseable {
    private final Deque<AutoCloseable> opened = new ArrayDeque<>();

    <T extends AutoCloseable> T add(T one) {
        opened.push(one);
        return one;
    }

    /** @throws IOException the first failure, the others suppressed in it */
    @Override
    public void close() throws IOException {
        IOException first = null;
        for (AutoCloseable one = opened.poll(); one != null; one = opened.poll()) {
            try {
                one.close();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                first = joined(first, e);
            } catch (Exception e) {
                first = joined(first, e);
            }
        }
        if (first != null) {
            throw first;
        }
    }

    private static IOException joined(@Nullable IOException first, Exception next) {
        if (first == null) {
            return next instanceof IOException io ? io : new IOException("closing failed", next);
        }
        first.addSuppressed(next);
        return first;
    }
}
