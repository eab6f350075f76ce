package sealswarm.license.server.device;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Updates;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;
import org.bson.Document;
import org.bson.conversions.Bson;
import sealswarm.format.wrap.HpkeSuite;
import sealswarm.format.wrap.WrapPublicKey;
import sealswarm.license.device.DeviceId;
import sealswarm.license.message.Devices.DeviceState;
import sealswarm.license.server.store.MongoInserts;
import sealswarm.license.server.store.MongoInserts.Outcome;
import sealswarm.license.wire.Sha256Hex;

/** {@link DeviceStore} on MongoDB. */
public final class MongoDeviceStore implements DeviceStore {
    private final MongoCollection<Document> buyers;
    private final MongoCollection<Document> devices;
    private final KnownKeys keys = new KnownKeys();

    public MongoDeviceStore(MongoDatabase database) {
        buyers = database.getCollection("buyers");
        devices = database.getCollection("devices");
    }

    @Override
    public Optional<BuyerAccount> buyer(String subject) {
        return Optional.ofNullable(buyers.find(Filters.eq("_id", subject)).first())
                .map(found -> new BuyerAccount(
                        subject,
                        found.getString("buyer"),
                        found.getList("devices", String.class).stream()
                                .map(DeviceId::new)
                                .toList(),
                        found.getList("freed", Date.class).stream()
                                .map(Date::toInstant)
                                .toList(),
                        found.getLong("ver")));
    }

    @Override
    public boolean putBuyer(BuyerAccount account) {
        Document stored = new Document("_id", account.subject())
                .append("buyer", account.buyer())
                .append("devices", account.devices().stream().map(DeviceId::hex).toList())
                .append("freed", account.freed().stream().map(Date::from).toList())
                .append("ver", account.ver());
        return account.ver() == 1
                ? MongoInserts.insert(buyers, stored) == Outcome.INSERTED
                : buyers.replaceOne(version(account.subject(), account.ver()), stored)
                                .getMatchedCount()
                        == 1;
    }

    @Override
    public Optional<EnrolledDevice> device(DeviceId id) {
        return Optional.ofNullable(devices.find(Filters.eq("_id", id.hex())).first())
                .map(this::device);
    }

    private EnrolledDevice device(Document found) {
        Document hint = found.get("hint", Document.class);
        return new EnrolledDevice(
                new DeviceId(found.getString("_id")),
                found.getString("subject"),
                found.getString("buyer"),
                new WrapPublicKey(HpkeSuite.of(found.getString("suite")), found.getString("kem")),
                keys.read(found.getString("signing")),
                found.getString("name"),
                found.getString("platform"),
                DeviceState.valueOf(found.getString("state")),
                found.getDate("enrolledAt").toInstant(),
                found.getDate("lastSeenAt").toInstant(),
                found.getLong("epoch"),
                new EnrolledDevice.LogHint(
                        hint.getLong("epoch"),
                        hint.getLong("seq"),
                        new Sha256Hex(hint.getString("hash")),
                        hint.getLong("firstSeq")),
                found.getLong("ver"));
    }

    @Override
    public EnrolledDevice insert(EnrolledDevice device) {
        MongoInserts.insert(devices, document(device));
        return device(device.id()).orElseThrow(() -> new IllegalStateException("no device " + device.id()));
    }

    @Override
    public boolean replace(EnrolledDevice device) {
        return devices.replaceOne(version(device.id().hex(), device.ver()), document(device))
                        .getMatchedCount()
                == 1;
    }

    private static Document document(EnrolledDevice device) {
        return new Document("_id", device.id().hex())
                .append("subject", device.subject())
                .append("buyer", device.buyer())
                .append("suite", device.kem().suite().id())
                .append("kem", device.kem().text())
                .append("signing", device.signing().text())
                .append("name", device.name())
                .append("platform", device.platform())
                .append("state", device.state().name())
                .append("enrolledAt", Date.from(device.enrolledAt()))
                .append("lastSeenAt", Date.from(device.lastSeenAt()))
                .append("epoch", device.epoch())
                .append("hint", document(device.hint()))
                .append("ver", device.ver());
    }

    private static Document document(EnrolledDevice.LogHint hint) {
        return new Document("epoch", hint.epoch())
                .append("seq", hint.seq())
                .append("hash", hint.hash().hex())
                .append("firstSeq", hint.firstSeq());
    }

    @Override
    public void hint(DeviceId id, EnrolledDevice.LogHint hint, Instant seenAt) {
        devices.updateOne(
                Filters.eq("_id", id.hex()),
                Updates.combine(Updates.set("hint", document(hint)), Updates.set("lastSeenAt", Date.from(seenAt))));
    }

    private static Bson version(String id, long ver) {
        return Filters.and(Filters.eq("_id", id), Filters.eq("ver", ver - 1));
    }
}
