package sealswarm.overlay.tracker;

import io.vertx.core.Future;
import sealswarm.overlay.reach.Reach;

/** Finds out how this peer's UDP port looks from elsewhere. Called on the event loop of the discovery. */
@FunctionalInterface
public interface ReachInquiry {
    /** Nothing can be found out. */
    ReachInquiry NONE = (host, port) -> Future.failedFuture(new IllegalStateException("nobody asks"));

    /** Asks the machine {@code host} at a UDP port; fails if it does not answer. */
    Future<Reach> ask(String host, int port);
}
