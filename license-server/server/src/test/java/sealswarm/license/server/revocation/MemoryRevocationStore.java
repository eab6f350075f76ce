package sealswarm.license.server.revocation;

import java.util.ArrayList;
import java.util.List;

/** {@link RevocationStore} in memory. */
public final class MemoryRevocationStore implements RevocationStore {
    private final List<Entry> entries = new ArrayList<>();

    @Override
    public synchronized long epoch() {
        return entries.size();
    }

    @Override
    public synchronized long append(Revocation revocation) {
        for (Entry entry : entries) {
            if (entry.revocation().kind() == revocation.kind()
                    && entry.revocation().target().equals(revocation.target())) {
                return entry.epoch();
            }
        }
        entries.add(new Entry(entries.size() + 1L, revocation));
        return entries.size();
    }

    @Override
    public synchronized List<Entry> after(long epoch, int limit) {
        return entries.stream()
                .filter(entry -> entry.epoch() > epoch)
                .limit(limit)
                .toList();
    }

    /** As a replica that lags behind would answer. */
    public synchronized void forgetNewest() {
        entries.remove(entries.size() - 1);
    }
}
