package sealswarm.license.server.issuing;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;
import org.bson.Document;
import org.bson.conversions.Bson;
import sealswarm.format.key.TitleId;
import sealswarm.format.key.TrackId;
import sealswarm.license.LicenseId;
import sealswarm.license.device.DeviceId;
import sealswarm.license.device.DeviceRequest.LogPosition;
import sealswarm.license.device.DeviceRequest.Use;
import sealswarm.license.server.store.MongoInserts;
import sealswarm.license.server.store.MongoInserts.Outcome;
import sealswarm.license.wire.Nonce;
import sealswarm.license.wire.Sha256Hex;

/** {@link ReleaseStore} on MongoDB; {@code _id} is {@code license:revision}, (device, nonce) is unique. */
public final class MongoReleaseStore implements ReleaseStore {
    private final MongoCollection<Document> licenses;

    public MongoReleaseStore(MongoDatabase database) {
        licenses = MongoInserts.uniqueBy(database, "licenses", "device", "nonce");
    }

    @Override
    public boolean insert(KeyRelease release) {
        Document stored = new Document("_id", release.license() + ":" + release.revision())
                .append("license", release.license().hex())
                .append("revision", release.revision())
                .append("device", release.device().hex())
                .append("nonce", release.nonce().text())
                .append("requestHash", release.requestHash().hex())
                .append("grantId", release.grantId())
                .append("subject", release.subject())
                .append("title", release.title().text())
                .append("tracks", release.tracks().stream().map(TrackId::text).toList())
                .append("use", release.use().name())
                .append("issuedAt", Date.from(release.issuedAt()))
                .append("playsReserved", release.playsReserved())
                .append(
                        "head",
                        new Document("epoch", release.head().epoch())
                                .append("seq", release.head().seq())
                                .append("hash", release.head().hash().hex()))
                .append("reply", MongoInserts.binary(release.reply()));
        if (!release.leaseUntil().equals(Instant.MAX)) {
            stored.append("leaseUntil", Date.from(release.leaseUntil()));
        }
        return MongoInserts.insert(licenses, stored) == Outcome.INSERTED;
    }

    @Override
    public Optional<KeyRelease> find(DeviceId device, Nonce nonce) {
        return find(Filters.and(Filters.eq("device", device.hex()), Filters.eq("nonce", nonce.text())));
    }

    @Override
    public Optional<KeyRelease> find(LicenseId license, long revision) {
        return find(Filters.eq("_id", license + ":" + revision));
    }

    private Optional<KeyRelease> find(Bson filter) {
        return Optional.ofNullable(licenses.find(filter).first()).map(found -> {
            Document head = found.get("head", Document.class);
            Date leaseUntil = found.getDate("leaseUntil");
            return new KeyRelease(
                    new LicenseId(found.getString("license")),
                    found.getLong("revision"),
                    new DeviceId(found.getString("device")),
                    new Nonce(found.getString("nonce")),
                    new Sha256Hex(found.getString("requestHash")),
                    found.getString("grantId"),
                    found.getString("subject"),
                    new TitleId(found.getString("title")),
                    found.getList("tracks", String.class).stream()
                            .map(TrackId::new)
                            .toList(),
                    Use.valueOf(found.getString("use")),
                    found.getDate("issuedAt").toInstant(),
                    leaseUntil == null ? Instant.MAX : leaseUntil.toInstant(),
                    found.getLong("playsReserved"),
                    new LogPosition(head.getLong("epoch"), head.getLong("seq"), new Sha256Hex(head.getString("hash"))),
                    MongoInserts.buffer(found, "reply"));
        });
    }
}
