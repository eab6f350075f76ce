package sealswarm.license.server.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Updates;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import sealswarm.ledger.LedgerException;
import sealswarm.license.server.ScratchDatabase;

class MongoJournalStoreIT extends JournalStoreContract {
    private final ScratchDatabase scratch = ScratchDatabase.open();

    @Override
    JournalStore store() {
        return new MongoJournalStore(scratch.database());
    }

    @AfterEach
    void close() {
        scratch.close();
    }

    @Test
    void refusesDocumentsWhoseIndexFieldsDoNotRepeatTheBytes() {
        JournalStore store = store();
        Journal journal = Journal.open("main", store, () -> SampleCommands.NOON);
        journal.append(JournalCommand.of(SampleCommands.voucher("v1", "b1", 100)));
        scratch.database().getCollection("journal").updateOne(Filters.eq("_id", "main/vch:v1"), Updates.set("seq", 7L));
        LedgerException refused = assertThrows(LedgerException.class, () -> store.find(List.of("main/vch:v1")));
        assertEquals(LedgerException.Reason.INTEGRITY, refused.reason());
    }
}
