package sealswarm.license.server.audit;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Sorts;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.bson.Document;
import sealswarm.license.message.Operations.AuditAction;
import sealswarm.license.message.Operations.AuditEntry;
import sealswarm.license.server.store.MongoInserts;
import sealswarm.license.server.store.MongoInserts.Outcome;

/** {@link AuditStore} on MongoDB. {@code _id} is the number, so that an append is a compare-and-swap. */
public final class MongoAuditStore implements AuditStore {
    private final MongoCollection<Document> audit;
    private final AtomicLong seen = new AtomicLong();

    public MongoAuditStore(MongoDatabase database) {
        audit = database.getCollection("audit");
        Document newest = audit.find().sort(Sorts.descending("_id")).first();
        seen.set(newest == null ? 0 : newest.getLong("_id"));
    }

    @Override
    public AuditEntry append(Deed deed) {
        Document entry = new Document("at", Date.from(deed.at().truncatedTo(ChronoUnit.SECONDS)))
                .append("by", deed.by())
                .append("action", deed.action().name())
                .append("target", deed.target())
                .append("reason", deed.reason())
                .append("requestId", deed.requestId());
        long next = seen.get() + 1;
        while (MongoInserts.insert(audit, new Document("_id", next).append("deed", entry)) == Outcome.PRESENT) {
            next++;
        }
        long taken = next;
        seen.updateAndGet(before -> Math.max(before, taken));
        return entry(taken, entry);
    }

    @Override
    public List<AuditEntry> from(long seq, int limit) {
        List<AuditEntry> entries = new ArrayList<>();
        Optional<Document> found = find(Math.max(1, seq));
        while (found.isPresent() && entries.size() < limit) {
            Document document = found.orElseThrow();
            long number = document.getLong("_id");
            entries.add(entry(number, document.get("deed", Document.class)));
            found = find(number + 1);
        }
        return entries;
    }

    private Optional<Document> find(long seq) {
        return Optional.ofNullable(audit.find(Filters.eq("_id", seq)).first());
    }

    private static AuditEntry entry(long seq, Document deed) {
        return new AuditEntry(
                seq,
                deed.getDate("at").toInstant(),
                deed.getString("by"),
                AuditAction.valueOf(deed.getString("action")),
                deed.getString("target"),
                deed.getString("reason"),
                deed.getString("requestId"));
    }
}
