package sealswarm.license.server.ledger;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import sealswarm.ledger.journal.StoredEntry;

/** {@link JournalStore} in memory; every write is durable at once. */
public final class MemoryJournalStore implements JournalStore {
    private record Place(String book, long seq) {}

    private final Map<String, StoredEntry> byId = new HashMap<>();
    private final Map<Place, StoredEntry> byPlace = new HashMap<>();

    @Override
    public synchronized Map<String, StoredEntry> find(Collection<String> ids) {
        Map<String, StoredEntry> found = new TreeMap<>();
        for (String id : ids) {
            StoredEntry entry = byId.get(id);
            if (entry != null) {
                found.put(id, entry);
            }
        }
        return found;
    }

    @Override
    public synchronized Optional<StoredEntry> at(String book, long seq) {
        return Optional.ofNullable(byPlace.get(new Place(book, seq)));
    }

    @Override
    public synchronized List<StoredEntry> read(String book, long from, int limit) {
        List<StoredEntry> page = new ArrayList<>();
        for (long seq = from; seq < from + limit && byPlace.containsKey(new Place(book, seq)); seq++) {
            at(book, seq).ifPresent(page::add);
        }
        return page;
    }

    @Override
    public synchronized Outcome append(List<StoredEntry> entries) {
        for (StoredEntry entry : entries) {
            Place place = new Place(entry.entry().book(), entry.entry().seq());
            if (byId.containsKey(entry.entry().id()) || byPlace.containsKey(place)) {
                return Outcome.TAKEN;
            }
            byId.put(entry.entry().id(), entry);
            byPlace.put(place, entry);
        }
        return Outcome.APPENDED;
    }
}
