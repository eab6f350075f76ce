package sealswarm.license.server.http;

import com.mongodb.ErrorCategory;
import com.mongodb.MongoWriteException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Updates;
import io.vertx.core.buffer.Buffer;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;
import org.bson.Document;
import org.bson.types.Binary;

/** {@link RequestStore} on MongoDB: one document per key, the insert is the claim. */
public final class MongoRequestStore implements RequestStore {
    private static final String BUSY = "busy";
    private static final String DONE = "done";

    private final MongoCollection<Document> requests;

    public MongoRequestStore(MongoDatabase database) {
        this.requests = database.getCollection("requests");
    }

    @Override
    public Claim claim(String id, String requestHash, Instant now, Instant staleBefore) {
        Document claim = new Document("_id", id)
                .append("hash", requestHash)
                .append("state", BUSY)
                .append("at", Date.from(now));
        try {
            requests.insertOne(claim);
            return new Claim(ClaimState.MINE, requestHash, Optional.empty());
        } catch (MongoWriteException refused) {
            if (refused.getError().getCategory() != ErrorCategory.DUPLICATE_KEY) {
                throw refused;
            }
        }
        Document found = requests.find(Filters.eq("_id", id)).first();
        if (found == null) {
            // Released between our insert and our read: the other request failed, so this one may try.
            return claim(id, requestHash, now, staleBefore);
        }
        String hash = found.getString("hash");
        if (DONE.equals(found.getString("state"))) {
            return new Claim(ClaimState.DONE, hash, Optional.of(stored(found)));
        }
        boolean takenOver = hash.equals(requestHash) && takeOver(id, found.getDate("at"), now, staleBefore);
        return new Claim(takenOver ? ClaimState.MINE : ClaimState.BUSY, hash, Optional.empty());
    }

    private boolean takeOver(String id, Date claimedAt, Instant now, Instant staleBefore) {
        if (!claimedAt.toInstant().isBefore(staleBefore)) {
            return false;
        }
        return requests.updateOne(
                                Filters.and(
                                        Filters.eq("_id", id), Filters.eq("state", BUSY), Filters.eq("at", claimedAt)),
                                Updates.set("at", Date.from(now)))
                        .getModifiedCount()
                == 1;
    }

    private static StoredReply stored(Document found) {
        Document reply = found.get("reply", Document.class);
        return new StoredReply(
                reply.getInteger("status"),
                reply.getString("mediaType"),
                Buffer.buffer(reply.get("body", Binary.class).getData()));
    }

    @Override
    public void finish(String id, StoredReply reply) {
        Document stored = new Document("status", reply.status())
                .append("mediaType", reply.mediaType())
                .append("body", new Binary(reply.body().getBytes()));
        requests.updateOne(
                Filters.eq("_id", id), Updates.combine(Updates.set("state", DONE), Updates.set("reply", stored)));
    }

    @Override
    public void release(String id) {
        requests.deleteOne(Filters.and(Filters.eq("_id", id), Filters.eq("state", BUSY)));
    }
}
