package sealswarm.license.server.metering;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Projections;
import com.mongodb.client.model.Sorts;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import org.bson.Document;
import org.bson.conversions.Bson;
import sealswarm.ledger.counting.Verdict;
import sealswarm.license.device.DeviceId;
import sealswarm.license.server.store.MongoInserts;
import sealswarm.license.server.store.MongoInserts.Outcome;
import sealswarm.license.wire.Sha256Hex;

/**
 * {@link ReceiptStore} on MongoDB. A segment's {@code _id} is {@code device:epoch:firstSeq}, so two writers that extend one log
 * collide; (stream, n) is unique too.
 */
public final class MongoReceiptStore implements ReceiptStore {
    private final MongoCollection<Document> receipts;
    private final MongoCollection<Document> held;
    private final MongoCollection<Document> forks;

    public MongoReceiptStore(MongoDatabase database) {
        receipts = MongoInserts.uniqueBy(database, "receipts", "stream", "n");
        held = database.getCollection("receiptsHeld");
        forks = database.getCollection("receiptForks");
    }

    @Override
    public boolean insert(StoredSegment segment) {
        List<Document> entries = segment.entries().stream()
                .map(entry -> new Document("seq", entry.seq())
                        .append("bytes", MongoInserts.binary(entry.bytes()))
                        .append("hash", entry.hash().hex())
                        .append("verdict", entry.verdict().name())
                        .append("reason", entry.reason())
                        .append("occurredAt", Date.from(entry.occurredAt())))
                .toList();
        Document stored = new Document("_id", id(segment.device(), segment.epoch(), segment.firstSeq()))
                .append("device", segment.device().hex())
                .append("epoch", segment.epoch())
                .append("entries", entries)
                .append("previousFirstSeq", segment.previousFirstSeq())
                .append("head", MongoInserts.binary(segment.head()))
                .append("receivedAt", Date.from(segment.receivedAt()))
                .append("stream", segment.stream())
                .append("n", segment.n());
        return MongoInserts.insert(receipts, stored) == Outcome.INSERTED;
    }

    @Override
    public Optional<StoredSegment> find(DeviceId device, long epoch, long firstSeq) {
        Bson byId = Filters.eq("_id", id(device, epoch, firstSeq));
        return Optional.ofNullable(receipts.find(byId).first()).map(MongoReceiptStore::segment);
    }

    @Override
    public List<StoredSegment> after(String stream, long n, int limit) {
        List<StoredSegment> found = new ArrayList<>();
        for (long next = n + 1; found.size() < limit; next++) {
            Document document = receipts.find(Filters.and(Filters.eq("stream", stream), Filters.eq("n", next)))
                    .first();
            if (document == null) {
                break;
            }
            found.add(segment(document));
        }
        return found;
    }

    @Override
    public long last(String stream) {
        Document newest = receipts.find(Filters.eq("stream", stream))
                .sort(Sorts.descending("n"))
                .first();
        return newest == null ? 0 : newest.getLong("n");
    }

    @Override
    public List<String> streams() {
        return receipts.distinct("stream", String.class).into(new ArrayList<>());
    }

    private static StoredSegment segment(Document found) {
        List<StoredEntry> entries = found.getList("entries", Document.class).stream()
                .map(entry -> new StoredEntry(
                        entry.getLong("seq"),
                        MongoInserts.buffer(entry, "bytes"),
                        new Sha256Hex(entry.getString("hash")),
                        Verdict.valueOf(entry.getString("verdict")),
                        entry.getString("reason"),
                        entry.getDate("occurredAt").toInstant()))
                .toList();
        String id = found.getString("_id");
        return new StoredSegment(
                new DeviceId(found.getString("device")),
                found.getLong("epoch"),
                Long.parseLong(id.substring(id.lastIndexOf(':') + 1)),
                entries,
                found.getLong("previousFirstSeq"),
                MongoInserts.buffer(found, "head"),
                found.getDate("receivedAt").toInstant(),
                found.getString("stream"),
                found.getLong("n"));
    }

    @Override
    public void hold(Held waiting) {
        MongoInserts.insert(
                held,
                new Document("_id", id(waiting.device(), waiting.epoch(), waiting.firstSeq()))
                        .append("device", waiting.device().hex())
                        .append("epoch", waiting.epoch())
                        .append("firstSeq", waiting.firstSeq())
                        .append("upload", MongoInserts.binary(waiting.upload()))
                        .append("receivedAt", Date.from(waiting.receivedAt())));
    }

    @Override
    public Optional<Held> held(DeviceId device, long epoch, long firstSeq) {
        Bson byId = Filters.eq("_id", id(device, epoch, firstSeq));
        return Optional.ofNullable(held.find(byId).first())
                .map(found -> new Held(
                        device,
                        epoch,
                        firstSeq,
                        MongoInserts.buffer(found, "upload"),
                        found.getDate("receivedAt").toInstant()));
    }

    @Override
    public List<Waiting> waiting(Optional<Waiting> after, int limit) {
        String last = after.map(place -> id(place.device(), place.epoch(), place.firstSeq()))
                .orElse("");
        List<Waiting> page = new ArrayList<>();
        for (Document found : held.find(Filters.gt("_id", last))
                .projection(Projections.exclude("upload"))
                .sort(Sorts.ascending("_id"))
                .limit(limit)) {
            page.add(new Waiting(
                    new DeviceId(found.getString("device")), found.getLong("epoch"), found.getLong("firstSeq")));
        }
        return page;
    }

    @Override
    public void drop(Held joined) {
        held.deleteOne(Filters.eq("_id", id(joined.device(), joined.epoch(), joined.firstSeq())));
    }

    @Override
    public void fork(Fork fork) {
        MongoInserts.insert(
                forks,
                new Document("_id", id(fork.device(), fork.epoch(), fork.seq()) + ":" + fork.hash())
                        .append("entry", MongoInserts.binary(fork.entry()))
                        .append("head", MongoInserts.binary(fork.head()))
                        .append("receivedAt", Date.from(fork.receivedAt())));
    }

    private static String id(DeviceId device, long epoch, long seq) {
        return device + ":" + epoch + ":" + seq;
    }
}
