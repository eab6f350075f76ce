package sealswarm.overlay.cli;

import io.vertx.core.Future;
import java.util.concurrent.ExecutionException;

/** A command's own thread waits for what an event loop does. */
final class Waiting {
    private Waiting() {}

    /** The result of {@code future}, or its failure itself. Never on an event loop. */
    static <T> T forResult(Future<T> future) throws Exception {
        try {
            return future.toCompletionStage().toCompletableFuture().get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        }
    }
}
