package sealswarm.license.server.ledger;

import com.mongodb.ErrorCategory;
import com.mongodb.MongoBulkWriteException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.InsertManyOptions;
import com.mongodb.client.model.Sorts;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bson.Document;
import org.bson.conversions.Bson;
import sealswarm.ledger.LedgerException;
import sealswarm.ledger.journal.EntryBytes;
import sealswarm.ledger.journal.StoredEntry;

/**
 * {@link JournalStore} on MongoDB: {@code _id} is the entry's id, (book, seq) is unique, {@code b} holds the bytes. What is read
 * is checked against the index fields. Thread-safe.
 */
public final class MongoJournalStore implements JournalStore {
    private static final String BOOK = "book";
    private static final String SEQ = "seq";
    private static final String BYTES = "b";

    private final MongoCollection<Document> journal;

    /** The journal of {@code database}; makes its index. */
    public MongoJournalStore(MongoDatabase database) {
        this.journal = database.getCollection("journal");
        journal.createIndex(Indexes.ascending(BOOK, SEQ), new IndexOptions().unique(true));
    }

    @Override
    public Map<String, StoredEntry> find(Collection<String> ids) {
        Map<String, StoredEntry> found = new HashMap<>();
        for (Document document : journal.find(Filters.in("_id", ids))) {
            StoredEntry entry = entry(document);
            found.put(entry.entry().id(), entry);
        }
        return found;
    }

    @Override
    public Optional<StoredEntry> at(String book, long seq) {
        Bson place = Filters.and(Filters.eq(BOOK, book), Filters.eq(SEQ, seq));
        return Optional.ofNullable(journal.find(place).first()).map(MongoJournalStore::entry);
    }

    @Override
    public List<StoredEntry> read(String book, long from, int limit) {
        List<StoredEntry> page = new ArrayList<>();
        Bson range = Filters.and(Filters.eq(BOOK, book), Filters.gte(SEQ, from), Filters.lt(SEQ, from + limit));
        for (Document document : journal.find(range).sort(Sorts.ascending(SEQ))) {
            page.add(entry(document));
        }
        return page;
    }

    @Override
    public Outcome append(List<StoredEntry> entries) {
        List<Document> documents = new ArrayList<>();
        for (StoredEntry entry : entries) {
            documents.add(new Document("_id", entry.entry().id())
                    .append(BOOK, entry.entry().book())
                    .append(SEQ, entry.entry().seq())
                    .append(BYTES, entry.text()));
        }
        try {
            journal.insertMany(documents, new InsertManyOptions().ordered(true));
            return Outcome.APPENDED;
        } catch (MongoBulkWriteException e) {
            boolean taken =
                    e.getWriteErrors().stream().anyMatch(error -> error.getCategory() == ErrorCategory.DUPLICATE_KEY);
            if (taken) {
                return Outcome.TAKEN;
            }
            throw e;
        }
    }

    private static StoredEntry entry(Document document) {
        StoredEntry entry = EntryBytes.read(document.getString(BYTES).getBytes(StandardCharsets.UTF_8));
        boolean repeats = entry.entry().id().equals(document.getString("_id"))
                && entry.entry().book().equals(document.getString(BOOK))
                && entry.entry().seq() == document.getLong(SEQ);
        if (!repeats) {
            throw new LedgerException(
                    LedgerException.Reason.INTEGRITY,
                    "index fields of " + document.getString("_id") + " do not repeat its bytes");
        }
        return entry;
    }
}
