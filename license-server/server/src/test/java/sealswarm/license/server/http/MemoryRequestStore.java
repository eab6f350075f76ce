package sealswarm.license.server.http;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** {@link RequestStore} in memory. Thread-safe. */
public final class MemoryRequestStore implements RequestStore {
    private record Entry(String hash, Instant at, Optional<StoredReply> reply) {}

    private final Map<String, Entry> entries = new HashMap<>();

    @Override
    public synchronized Claim claim(String id, String requestHash, Instant now, Instant staleBefore) {
        Entry found = entries.get(id);
        if (found == null
                || (found.reply().isEmpty()
                        && found.at().isBefore(staleBefore)
                        && found.hash().equals(requestHash))) {
            entries.put(id, new Entry(requestHash, now, Optional.empty()));
            return new Claim(ClaimState.MINE, requestHash, Optional.empty());
        }
        ClaimState state = found.reply().isPresent() ? ClaimState.DONE : ClaimState.BUSY;
        return new Claim(state, found.hash(), found.reply());
    }

    @Override
    public synchronized void finish(String id, StoredReply reply) {
        entries.computeIfPresent(id, (key, found) -> new Entry(found.hash(), found.at(), Optional.of(reply)));
    }

    @Override
    public synchronized void release(String id) {
        entries.computeIfPresent(id, (key, found) -> found.reply().isPresent() ? found : null);
    }
}
