package sealswarm.license.server.revocation;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Sorts;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import sealswarm.license.server.store.MongoInserts;
import sealswarm.license.server.store.MongoInserts.Outcome;

/**
 * {@link RevocationStore} on MongoDB. {@code _id} is the epoch, so that an append is a compare-and-swap; the newest epoch is
 * found by looking forward from the last one seen, because only lookups by a unique key are cheap on every store.
 */
public final class MongoRevocationStore implements RevocationStore {
    private final MongoCollection<Document> revocations;
    private final AtomicLong seen = new AtomicLong();

    public MongoRevocationStore(MongoDatabase database) {
        revocations = MongoInserts.uniqueBy(database, "revocations", "kind", "target");
        Document newest = revocations.find().sort(Sorts.descending("_id")).first();
        seen.set(newest == null ? 0 : newest.getLong("_id"));
    }

    @Override
    public long epoch() {
        long epoch = seen.get();
        while (find(epoch + 1) != null) {
            epoch++;
        }
        long found = epoch;
        return seen.updateAndGet(before -> Math.max(before, found));
    }

    @Override
    public long append(Revocation revocation) {
        while (true) {
            long next = epoch() + 1;
            Document entry = new Document("_id", next)
                    .append("kind", revocation.kind().name())
                    .append("target", revocation.target())
                    .append("reason", revocation.reason())
                    .append("by", revocation.by())
                    .append("at", Date.from(revocation.at()));
            if (MongoInserts.insert(revocations, entry) == Outcome.INSERTED) {
                return next;
            }
            Document same = revocations
                    .find(Filters.and(
                            Filters.eq("kind", revocation.kind().name()), Filters.eq("target", revocation.target())))
                    .first();
            if (same != null) {
                return same.getLong("_id");
            }
        }
    }

    @Override
    public List<Entry> after(long epoch, int limit) {
        List<Entry> entries = new ArrayList<>();
        for (long next = epoch + 1; entries.size() < limit; next++) {
            Document found = find(next);
            if (found == null) {
                break;
            }
            entries.add(new Entry(
                    next,
                    new Revocation(
                            Revocation.Kind.valueOf(found.getString("kind")),
                            found.getString("target"),
                            found.getString("reason"),
                            found.getString("by"),
                            found.getDate("at").toInstant())));
        }
        return entries;
    }

    private @Nullable Document find(long epoch) {
        return revocations.find(Filters.eq("_id", epoch)).first();
    }
}
