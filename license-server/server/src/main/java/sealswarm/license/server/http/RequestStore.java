package sealswarm.license.server.http;

import io.vertx.core.buffer.Buffer;
import java.time.Instant;
import java.util.Optional;

/** Collection {@code requests}: the claims and stored replies of idempotent requests. Blocking; thread-safe. */
public interface RequestStore {
    /** Whether the caller may do the work. */
    enum ClaimState {
        MINE,
        BUSY,
        DONE
    }

    /** A reply as it was sent. */
    record StoredReply(int status, String mediaType, Buffer body) {}

    /**
     * What a claim found.
     *
     * @param requestHash hash of the request the key was first used for
     * @param stored the reply if {@code DONE}
     */
    record Claim(ClaimState state, String requestHash, Optional<StoredReply> stored) {
        StoredReply reply() {
            return stored.orElseThrow(() -> new IllegalStateException("only a finished request has a reply"));
        }
    }

    /**
     * Claims an id for this request: the first caller gets {@code MINE}, later ones what became of it. A claim made before
     * {@code staleBefore} and never finished passes to the next caller with the same hash.
     */
    Claim claim(String id, String requestHash, Instant now, Instant staleBefore);

    /** Stores the reply of a claimed id; durable when it returns. */
    void finish(String id, StoredReply reply);

    /** Gives up a claim that has no reply, so that a repeat does the work again. */
    void release(String id);
}
