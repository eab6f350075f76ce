package sealswarm.license.server.ledger;

class MemoryJournalStoreTest extends JournalStoreContract {
    private final JournalStore store = new MemoryJournalStore();

    @Override
    JournalStore store() {
        return store;
    }
}
