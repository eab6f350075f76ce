package sealswarm.embedded.store;

import java.security.SecureRandom;
import java.time.Clock;

/** Opens a page file as the store does at its start. */
final class Opened {
    private Opened() {}

    /** How many indexes disagreed with their data. */
    static int rebuilt(PageFile pages) {
        GroupCommit commits = new GroupCommit(pages, failure -> {
            throw new AssertionError(failure);
        });
        return new StoreBackend(pages.pages(), new Gate(new SecureRandom()), commits, Clock.systemUTC())
                .openDatabases();
    }
}
