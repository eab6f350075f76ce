package sealswarm.license.server.title;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Projections;
import com.mongodb.client.model.Sorts;
import com.mongodb.client.model.Updates;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.bson.Document;
import sealswarm.format.envelope.Envelope;
import sealswarm.format.key.KeyId;
import sealswarm.format.key.StudioId;
import sealswarm.format.key.TitleId;
import sealswarm.format.key.VerifyKey;
import sealswarm.format.manifest.Manifest;
import sealswarm.license.message.Titles.StudioKeyState;
import sealswarm.license.server.keystore.KekId;
import sealswarm.license.server.keystore.Sealed;
import sealswarm.license.server.store.MongoInserts;
import sealswarm.license.server.store.MongoInserts.Outcome;

/** {@link TitleStore} and {@link SealedTitleKeys.Store} on MongoDB. */
public final class MongoTitleStore implements TitleStore, SealedTitleKeys.Store {
    private final MongoCollection<Document> studios;
    private final MongoCollection<Document> heads;
    private final MongoCollection<Document> titles;
    private final MongoCollection<Document> seals;

    public MongoTitleStore(MongoDatabase database) {
        studios = database.getCollection("studios");
        heads = database.getCollection("titleHeads");
        titles = database.getCollection("titles");
        seals = database.getCollection("trackSeals");
    }

    @Override
    public Optional<StudioAccount> studio(StudioId id) {
        return Optional.ofNullable(studios.find(Filters.eq("_id", id.text())).first())
                .map(MongoTitleStore::studio);
    }

    private static StudioAccount studio(Document found) {
        List<StudioAccount.Key> keys = found.getList("keys", Document.class).stream()
                .map(key -> new StudioAccount.Key(
                        new VerifyKey(key.getString("pub")),
                        StudioKeyState.valueOf(key.getString("state")),
                        key.getDate("since").toInstant()))
                .toList();
        return new StudioAccount(
                new StudioId(found.getString("_id")),
                new HashSet<>(found.getList("members", String.class)),
                keys,
                found.getLong("ver"));
    }

    @Override
    public boolean putStudio(StudioAccount studio) {
        List<Document> keys = studio.keys().stream()
                .map(key -> new Document("pub", key.key().text())
                        .append("state", key.state().name())
                        .append("since", Date.from(key.since())))
                .toList();
        Document stored = new Document("_id", studio.id().text())
                .append("members", List.copyOf(studio.members()))
                .append("keys", keys)
                .append("ver", studio.ver());
        if (studio.ver() == 1) {
            return MongoInserts.insert(studios, stored) == Outcome.INSERTED;
        }
        return studios.replaceOne(
                                Filters.and(Filters.eq("_id", studio.id().text()), Filters.eq("ver", studio.ver() - 1)),
                                stored)
                        .getMatchedCount()
                == 1;
    }

    @Override
    public List<StudioAccount> studios(String after, int limit) {
        List<StudioAccount> found = new ArrayList<>();
        for (Document studio : studios.find(Filters.gt("_id", after))
                .sort(Sorts.ascending("_id"))
                .limit(limit)) {
            found.add(studio(studio));
        }
        return found;
    }

    @Override
    public Optional<TitleHead> head(TitleId title) {
        return Optional.ofNullable(heads.find(Filters.eq("_id", title.text())).first())
                .map(found -> new TitleHead(
                        title,
                        new StudioId(found.getString("studio")),
                        new KeyId(found.getString("keyId")),
                        found.getLong("latest"),
                        found.getLong("minRevision")));
    }

    @Override
    public TitleHead claim(TitleHead head) {
        MongoInserts.insert(
                heads,
                new Document("_id", head.title().text())
                        .append("studio", head.studio().text())
                        .append("keyId", head.keyId().hex())
                        .append("latest", head.latest())
                        .append("minRevision", head.minRevision()));
        return head(head.title()).orElseThrow(() -> new IllegalStateException("no head of " + head.title()));
    }

    @Override
    public void raise(TitleId title, long revision) {
        heads.updateOne(Filters.eq("_id", title.text()), Updates.max("latest", revision));
    }

    @Override
    public Optional<String> sealedRoot(KeyId keyId, TitleTrack track) {
        return Optional.ofNullable(
                        seals.find(Filters.eq("_id", sealId(keyId, track))).first())
                .map(found -> found.getString("root"));
    }

    @Override
    public boolean seal(KeyId keyId, TitleTrack track) {
        Document seal = new Document("_id", sealId(keyId, track)).append("root", track.root());
        return MongoInserts.insert(seals, seal) == Outcome.INSERTED
                || sealedRoot(keyId, track).equals(Optional.of(track.root()));
    }

    private static String sealId(KeyId keyId, TitleTrack track) {
        return keyId + ":" + track.id() + ":" + track.salt() + ":" + track.nonce();
    }

    @Override
    public TitleRevision insert(TitleRevision revision) {
        MongoInserts.insert(
                titles,
                new Document("_id", id(revision.title(), revision.revision()))
                        .append("packageId", revision.packageId())
                        .append("kekId", revision.sealedKey().kekId().text())
                        .append(
                                "sealedKey",
                                MongoInserts.binary(revision.sealedKey().bytes()))
                        .append("manifest", MongoInserts.binary(revision.manifest()))
                        .append("registeredAt", Date.from(revision.registeredAt())));
        return revision(revision.title(), revision.revision())
                .orElseThrow(() -> new IllegalStateException("no revision " + revision.title()));
    }

    @Override
    public Optional<TitleRevision> revision(TitleId title, long revision) {
        Document found = titles.find(Filters.eq("_id", id(title, revision))).first();
        if (found == null) {
            return Optional.empty();
        }
        Sealed sealed = new Sealed(new KekId(found.getString("kekId")), MongoInserts.buffer(found, "sealedKey"));
        // The envelope was verified when it was registered; everything else follows from its exact bytes.
        Envelope envelope =
                Envelope.parse(MongoInserts.buffer(found, "manifest").getBytes(), Manifest.TYPE);
        return Optional.of(TitleRegistrar.revision(
                envelope,
                Manifest.selfSigned(envelope),
                sealed,
                found.getDate("registeredAt").toInstant()));
    }

    @Override
    public Set<KekId> keks() {
        Set<KekId> keks = new HashSet<>();
        for (String kek : titles.distinct("kekId", String.class)) {
            keks.add(new KekId(kek));
        }
        return keks;
    }

    @Override
    public List<String> notUnder(KekId current, String after, int limit) {
        List<String> names = new ArrayList<>();
        for (Document found : titles.find(Filters.and(Filters.gt("_id", after), Filters.ne("kekId", current.text())))
                .sort(Sorts.ascending("_id"))
                .limit(limit)
                .projection(Projections.include("_id"))) {
            names.add(found.getString("_id"));
        }
        return names;
    }

    @Override
    public Optional<TitleRevision> named(String name) {
        int colon = name.lastIndexOf(':');
        return revision(new TitleId(name.substring(0, colon)), Long.parseLong(name.substring(colon + 1)));
    }

    @Override
    public boolean exchange(String name, Sealed old, Sealed anew) {
        return titles.updateOne(
                                Filters.and(
                                        Filters.eq("_id", name),
                                        Filters.eq("kekId", old.kekId().text()),
                                        Filters.eq("sealedKey", MongoInserts.binary(old.bytes()))),
                                Updates.combine(
                                        Updates.set("kekId", anew.kekId().text()),
                                        Updates.set("sealedKey", MongoInserts.binary(anew.bytes()))))
                        .getModifiedCount()
                == 1;
    }

    private static String id(TitleId title, long revision) {
        return title + ":" + revision;
    }
}
