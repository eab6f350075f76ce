package sealswarm.license.server.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import sealswarm.ledger.journal.ChainHead;
import sealswarm.ledger.journal.EntryPlacement;
import sealswarm.ledger.journal.Projection;
import sealswarm.ledger.journal.StoredEntry;
import sealswarm.license.server.ledger.JournalStore.Outcome;

/** What every {@link JournalStore} must do. */
abstract class JournalStoreContract {
    abstract JournalStore store();

    private static List<StoredEntry> entries(int count, String prefix) {
        Projection state = Projection.of(ChainHead.MAIN);
        List<StoredEntry> entries = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
            StoredEntry entry =
                    EntryPlacement.place(state, SampleCommands.voucher(prefix + i, "b1", 100 + i), SampleCommands.NOON);
            state.apply(entry);
            entries.add(entry);
        }
        return entries;
    }

    @Test
    void givesBackTheExactBytes() {
        JournalStore store = store();
        List<StoredEntry> entries = entries(3, "v");
        assertEquals(Outcome.APPENDED, store.append(entries));
        assertEquals(entries, store.read("main", 1, 10));
        assertEquals(Optional.of(entries.get(1)), store.at("main", 2));
        assertEquals(Map.of("main/vch:v3", entries.get(2)), store.find(List.of("main/vch:v3", "main/vch:v9")));
    }

    @Test
    void readsPagesInOrder() {
        JournalStore store = store();
        List<StoredEntry> entries = entries(25, "v");
        store.append(entries);
        assertEquals(entries.subList(10, 20), store.read("main", 11, 10));
        assertEquals(entries.subList(20, 25), store.read("main", 21, 10));
        assertEquals(List.of(), store.read("main", 26, 10));
        assertEquals(List.of(), store.read("other", 1, 10));
    }

    @Test
    void refusesATakenPlaceAndKeepsWhatCameBeforeIt() {
        JournalStore store = store();
        List<StoredEntry> mine = entries(4, "mine");
        List<StoredEntry> theirs = entries(4, "theirs");
        store.append(theirs.subList(2, 3));
        assertEquals(Outcome.TAKEN, store.append(mine));
        assertEquals(Optional.of(mine.get(1)), store.at("main", 2));
        assertEquals(Optional.of(theirs.get(2)), store.at("main", 3));
        assertEquals(Optional.empty(), store.at("main", 4));
    }

    @Test
    void refusesATakenId() {
        JournalStore store = store();
        List<StoredEntry> entries = entries(2, "v");
        store.append(entries.subList(0, 1));
        assertEquals(Outcome.TAKEN, store.append(entries));
        assertEquals(
                Set.of("main/vch:v1"),
                store.find(List.of("main/vch:v1", "main/vch:v2")).keySet());
    }

    @Test
    void knowsNothingAtFirst() {
        assertEquals(List.of(), store().read("main", 1, 10));
        assertEquals(Optional.empty(), store().at("main", 1));
        assertEquals(Map.of(), store().find(List.of("main/vch:v1")));
    }
}
