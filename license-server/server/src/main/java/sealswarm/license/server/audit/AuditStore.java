package sealswarm.license.server.audit;

import java.time.Instant;
import java.util.List;
import sealswarm.license.message.Operations.AuditAction;
import sealswarm.license.message.Operations.AuditEntry;

/** Collection {@code audit}: insert-only, numbered without holes. Blocking; thread-safe. */
public interface AuditStore {
    /**
     * What is about to be done.
     *
     * @param by subject who does it
     * @param requestId of the request, as in the log
     */
    record Deed(AuditAction action, String target, String reason, String by, String requestId, Instant at) {}

    /** Appends under the next number; durable when it returns. */
    AuditEntry append(Deed deed);

    /** Entries from a number on, oldest first, at most {@code limit}. */
    List<AuditEntry> from(long seq, int limit);
}
