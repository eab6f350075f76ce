package sealswarm.license.server.grant;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.Sorts;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import org.bson.Document;
import org.bson.conversions.Bson;
import sealswarm.format.json.StrictJson;
import sealswarm.format.key.TitleId;
import sealswarm.license.LicenseState;
import sealswarm.license.device.DeviceId;
import sealswarm.license.device.DeviceRequest.Use;
import sealswarm.license.message.Grants.GrantKind;
import sealswarm.license.message.Grants.GrantState;
import sealswarm.license.rights.Rights;
import sealswarm.license.server.store.MongoInserts;
import sealswarm.license.wire.WireJson;

/** {@link GrantStore} on MongoDB. Rights are kept as their canonical text, so that they are read as strictly as from a wire. */
public final class MongoGrantStore implements GrantStore {
    private static final int MAX_RIGHTS_BYTES = 128 * 1024;

    private final MongoCollection<Document> grants;

    public MongoGrantStore(MongoDatabase database) {
        grants = database.getCollection("grants");
        grants.createIndex(Indexes.ascending("subject", "title"));
    }

    @Override
    public StoredGrant insert(StoredGrant grant) {
        MongoInserts.insert(grants, document(grant));
        return find(grant.id()).orElseThrow(() -> new IllegalStateException("no grant " + grant.id()));
    }

    @Override
    public Optional<StoredGrant> find(String id) {
        return Optional.ofNullable(grants.find(Filters.eq("_id", id)).first()).map(MongoGrantStore::grant);
    }

    @Override
    public Optional<StoredGrant> find(String id, String subject) {
        Bson own = Filters.and(Filters.eq("_id", id), Filters.eq("subject", subject));
        return Optional.ofNullable(grants.find(own).first()).map(MongoGrantStore::grant);
    }

    @Override
    public boolean replace(StoredGrant grant) {
        Bson version = Filters.and(Filters.eq("_id", grant.id()), Filters.eq("ver", grant.ver() - 1));
        return grants.replaceOne(version, document(grant)).getMatchedCount() == 1;
    }

    @Override
    public List<StoredGrant> list(Query query) {
        List<Bson> filters = new ArrayList<>();
        filters.add(Filters.gt("_id", query.after()));
        query.subject().ifPresent(subject -> filters.add(Filters.eq("subject", subject)));
        query.title().ifPresent(title -> filters.add(Filters.eq("title", title.text())));
        query.state().ifPresent(state -> filters.add(Filters.eq("state", state.name())));
        query.devices().ifPresent(count -> filters.add(Filters.eq("slots", count)));
        List<StoredGrant> found = new ArrayList<>();
        for (Document document :
                grants.find(Filters.and(filters)).sort(Sorts.ascending("_id")).limit(query.limit())) {
            found.add(grant(document));
        }
        return found;
    }

    @Override
    public boolean holds(String subject, TitleId title) {
        return grants.find(Filters.and(
                                Filters.eq("subject", subject),
                                Filters.eq("title", title.text()),
                                Filters.eq("state", GrantState.ACTIVE.name())))
                        .first()
                != null;
    }

    private static Document document(StoredGrant grant) {
        Document stored = new Document("_id", grant.id())
                .append("subject", grant.subject())
                .append("buyer", grant.buyer())
                .append("title", grant.title().text())
                .append("kind", grant.kind().name())
                .append("state", grant.state().name())
                .append("rights", new String(WireJson.write(grant.rights()), StandardCharsets.UTF_8))
                .append("orderId", grant.sale().orderId())
                .append("line", grant.sale().line())
                .append("offerId", grant.sale().offerId())
                .append("offerVersion", grant.sale().offerVersion())
                .append("territory", grant.sale().territory())
                .append("createdAt", Date.from(grant.createdAt()))
                .append(
                        "holders",
                        grant.holders().stream().map(MongoGrantStore::document).toList())
                .append("slots", (int)
                        grant.holders().stream().filter(Holder::holdsSlot).count())
                .append(
                        "streams",
                        grant.streams().stream().map(MongoGrantStore::document).toList())
                .append("swaps", grant.swaps().stream().map(Date::from).toList())
                .append("playsUsed", grant.playsUsed())
                .append("ver", grant.ver());
        grant.firstPlayAt().ifPresent(first -> stored.append("firstPlayAt", Date.from(first)));
        return stored;
    }

    private static Document document(Holder holder) {
        Document stored = new Document("device", holder.device().hex())
                .append("state", holder.state().name())
                .append("generation", holder.generation())
                .append("revision", holder.revision())
                .append("use", holder.use().name())
                .append("playsReserved", holder.playsReserved())
                .append("playsStarted", holder.playsStarted())
                .append("terms", holder.terms())
                .append("since", Date.from(holder.since()))
                .append("countedEpoch", holder.counted().epoch())
                .append("countedSeq", holder.counted().seq());
        return holder.leaseUntil().equals(Instant.MAX)
                ? stored
                : stored.append("leaseUntil", Date.from(holder.leaseUntil()));
    }

    private static Document document(GrantStream stream) {
        Document stored =
                new Document("device", stream.device().hex()).append("startedAt", Date.from(stream.startedAt()));
        return stream.until().equals(Instant.MAX) ? stored : stored.append("until", Date.from(stream.until()));
    }

    private static StoredGrant grant(Document found) {
        byte[] rights = found.getString("rights").getBytes(StandardCharsets.UTF_8);
        return new StoredGrant(
                found.getString("_id"),
                found.getString("subject"),
                found.getString("buyer"),
                new TitleId(found.getString("title")),
                GrantKind.valueOf(found.getString("kind")),
                GrantState.valueOf(found.getString("state")),
                Rights.read(StrictJson.parseObject(rights, MAX_RIGHTS_BYTES)),
                new StoredGrant.Sale(
                        found.getString("orderId"),
                        found.getInteger("line"),
                        found.getString("offerId"),
                        found.getInteger("offerVersion"),
                        found.getString("territory")),
                found.getDate("createdAt").toInstant(),
                Optional.ofNullable(found.getDate("firstPlayAt")).map(Date::toInstant),
                found.getList("holders", Document.class).stream()
                        .map(MongoGrantStore::holder)
                        .toList(),
                found.getList("streams", Document.class).stream()
                        .map(stream -> new GrantStream(
                                new DeviceId(stream.getString("device")),
                                stream.getDate("startedAt").toInstant(),
                                end(stream, "until")))
                        .toList(),
                found.getList("swaps", Date.class).stream().map(Date::toInstant).toList(),
                found.getLong("playsUsed"),
                found.getLong("ver"));
    }

    private static Holder holder(Document found) {
        return new Holder(
                new DeviceId(found.getString("device")),
                LicenseState.valueOf(found.getString("state")),
                found.getLong("generation"),
                found.getLong("revision"),
                Use.valueOf(found.getString("use")),
                end(found, "leaseUntil"),
                found.getLong("playsReserved"),
                found.getLong("playsStarted"),
                found.getString("terms"),
                found.getDate("since").toInstant(),
                new Holder.Mark(found.getLong("countedEpoch"), found.getLong("countedSeq")));
    }

    private static Instant end(Document found, String field) {
        Date end = found.getDate(field);
        return end == null ? Instant.MAX : end.toInstant();
    }
}
