package sealswarm.license.server.metering;

import java.time.Instant;

/** Whether the accounting month of a time is closed: asked of the ledger's rooms. Blocking. */
@FunctionalInterface
public interface ClosedMonths {
    /** No month was closed yet. */
    ClosedMonths NONE = time -> false;

    boolean isClosed(Instant time);
}
