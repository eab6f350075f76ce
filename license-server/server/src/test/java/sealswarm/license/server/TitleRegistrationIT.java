package sealswarm.license.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Updates;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import sealswarm.format.envelope.Envelope;
import sealswarm.format.key.KeyCommitment;
import sealswarm.format.key.SigningKey;
import sealswarm.format.key.StudioId;
import sealswarm.format.key.TrackId;
import sealswarm.format.key.TrackSalt;
import sealswarm.format.manifest.Manifest;
import sealswarm.format.manifest.SealedKeys;
import sealswarm.format.manifest.Studio;
import sealswarm.format.manifest.Track;
import sealswarm.format.wrap.HpkeSuite;
import sealswarm.format.wrap.WrapKeyPair;
import sealswarm.format.wrap.WrapPublicKey;
import sealswarm.license.client.ApiRefusal;
import sealswarm.license.client.LicenseApi;
import sealswarm.license.key.StudioKey;
import sealswarm.license.message.Titles.Registered;
import sealswarm.license.message.Titles.StudioKeyState;
import sealswarm.license.message.Titles.TitleRegistration;
import sealswarm.license.problem.ProblemType;
import sealswarm.license.server.title.MongoTitleStore;
import sealswarm.license.server.title.StudioAccount;
import sealswarm.license.server.title.TitleHead;
import sealswarm.license.wire.SignedJson;

/** Registrations that must be refused, over HTTP: each has its problem, and nothing in the database is another than before. */
class TitleRegistrationIT {
    private static final SecureRandom RANDOM = new SecureRandom();

    private static SampleShop shop;
    private static int studios;

    @BeforeAll
    static void open() {
        shop = new SampleShop();
    }

    @AfterAll
    static void close() {
        shop.close();
    }

    /** A title of a studio of its own, not registered yet. */
    private static SampleTitle title() {
        int n = ++studios;
        return new SampleTitle("studio-" + n, "film-" + n, "hd", "audio-en");
    }

    /** The same with revision 1 registered. */
    private static SampleTitle published() throws Exception {
        SampleTitle title = title();
        shop.publish(title);
        return title;
    }

    private static LicenseApi account(SampleTitle title) {
        return shop.api("studio:" + title.studio());
    }

    private static TitleRegistration of(Manifest manifest, SigningKey signer, Envelope keys) {
        return new TitleRegistration(SignedJson.of(manifest.sign(signer)), SignedJson.of(keys));
    }

    private static Registered register(SampleTitle title, int revision) throws Exception {
        return account(title)
                .register(
                        title.title(),
                        revision,
                        title.registration(revision, shop.keys().sealingKey()));
    }

    private static ApiRefusal assertChangesNothing(ProblemType problem, Executable call) {
        SortedMap<String, List<String>> before = DatabaseDump.of(shop.database());
        ApiRefusal refused = LicenseServerIT.assertRefused(problem, call);
        assertEquals(before, DatabaseDump.of(shop.database()), "a refused registration left something behind");
        return refused;
    }

    private static String message(ApiRefusal refused) {
        return String.valueOf(refused.getMessage());
    }

    private static Manifest withTracks(Manifest manifest, UnaryOperator<Track> change) {
        return new Manifest(
                manifest.titleId(),
                manifest.revision(),
                manifest.supersedes(),
                manifest.createdAt(),
                manifest.studio(),
                manifest.keyId(),
                manifest.tracks().stream().map(change).toList(),
                manifest.publicPart());
    }

    private static Manifest by(Manifest manifest, StudioId studio, SigningKey key) {
        return new Manifest(
                manifest.titleId(),
                manifest.revision(),
                manifest.supersedes(),
                manifest.createdAt(),
                new Studio(studio, key.verifyKey()),
                manifest.keyId(),
                manifest.tracks(),
                manifest.publicPart());
    }

    @Test
    void laterRevisionTakesOverWhatDidNotChange() throws Exception {
        try (SampleTitle title = published()) {
            title.repack("hd");
            register(title, 2);
            assertEquals(2, head(title).latest());
        }
    }

    @Test
    void saltOfOtherContentIsRefusedAndTheRevisionsFreshTracksAreNotNotedEither() throws Exception {
        try (SampleTitle title = published()) {
            title.repack("audio-en");
            title.changeContentKeepingTheSalt("hd");
            ApiRefusal refused = assertChangesNothing(ProblemType.SALT_REUSE, () -> register(title, 2));
            assertEquals("[\"hd\"]", String.valueOf(refused.problem().members().get("trackIds")));
            title.repack("hd");
            register(title, 2);
        }
    }

    @Test
    void saltOfAnOlderRevisionStaysUsedForEver() throws Exception {
        try (SampleTitle title = published()) {
            Manifest first = title.manifest(1);
            title.repack("hd");
            register(title, 2);
            Track old = first.track(title.tracks().get(1)).orElseThrow();
            Manifest third = withTracks(
                    title.manifest(3),
                    track -> track.id().equals(old.id()) ? salted(track, old.salt(), old.commitment()) : track);
            Envelope keys = SealedKeys.seal(
                    title.titleKey(),
                    salts(third),
                    title.studioKey(),
                    Map.of(SealedKeys.Recipient.LICENSE_SERVER, shop.keys().sealingKey()));
            assertChangesNothing(ProblemType.SALT_REUSE, () -> account(title)
                    .register(title.title(), 3, of(third, title.studioKey(), keys)));
        }
    }

    private static SortedMap<TrackId, TrackSalt> salts(Manifest manifest) {
        SortedMap<TrackId, TrackSalt> salts = new TreeMap<>();
        manifest.tracks().forEach(track -> salts.put(track.id(), track.salt()));
        return salts;
    }

    private static Track salted(Track track, TrackSalt salt, KeyCommitment commitment) {
        return new Track(
                track.id(),
                track.label(),
                track.role(),
                track.mediaType(),
                track.lang(),
                track.sizeBytes(),
                track.root(),
                salt,
                commitment,
                track.pieceLength(),
                track.infoHashes(),
                track.durationMs());
    }

    @Test
    void titleOfAnotherStudioIsTaken() throws Exception {
        try (SampleTitle title = published();
                SampleTitle own = published();
                SampleTitle copy =
                        new SampleTitle(own.studio().text(), title.title().text(), "hd")) {
            Envelope keys = SealedKeys.seal(
                    copy.titleKey(),
                    salts(copy.manifest(1)),
                    own.studioKey(),
                    Map.of(SealedKeys.Recipient.LICENSE_SERVER, shop.keys().sealingKey()));
            for (int revision : List.of(1, 2)) {
                Manifest claimed = by(copy.manifest(revision), own.studio(), own.studioKey());
                assertChangesNothing(ProblemType.TITLE_TAKEN, () -> account(own)
                        .register(title.title(), revision, of(claimed, own.studioKey(), keys)));
            }
        }
    }

    @Test
    void accountThatDoesNotActForTheStudioIsRefusedEvenWithTheStudiosOwnEnvelopes() throws Exception {
        try (SampleTitle title = published();
                SampleTitle other = published()) {
            TitleRegistration stolen = title.registration(2, shop.keys().sealingKey());
            assertChangesNothing(ProblemType.ROLE_MISSING, () -> account(other).register(title.title(), 2, stolen));
            assertChangesNothing(
                    ProblemType.ROLE_MISSING, () -> shop.api("buyer:bo").register(title.title(), 2, stolen));
        }
    }

    @Test
    void packageSignedByAKeyNobodyEnrolledIsRefused() throws Exception {
        try (SampleTitle title = published();
                SigningKey unknown = SigningKey.random(RANDOM)) {
            Manifest manifest = by(title.manifest(2), title.studio(), unknown);
            TitleRegistration forged =
                    of(manifest, unknown, title.keys(shop.keys().sealingKey()));
            ApiRefusal refused = assertChangesNothing(
                    ProblemType.BAD_SIGNATURE, () -> account(title).register(title.title(), 2, forged));
            assertTrue(message(refused).contains("was never enrolled"), message(refused));
        }
    }

    @Test
    void manifestThatNamesATrustedKeyButIsSignedByAnotherIsRefused() throws Exception {
        try (SampleTitle title = published();
                SigningKey other = SigningKey.random(RANDOM)) {
            Envelope signedByOther =
                    Envelope.sign(Manifest.TYPE, title.manifest(2).tree(), other);
            TitleRegistration forged = new TitleRegistration(
                    SignedJson.of(signedByOther),
                    SignedJson.of(title.keys(shop.keys().sealingKey())));
            assertChangesNothing(ProblemType.BAD_SIGNATURE, () -> account(title).register(title.title(), 2, forged));
        }
    }

    @Test
    void keysSealedByAnotherKeyThanTheManifestsAreRefused() throws Exception {
        try (SampleTitle title = published();
                SigningKey unknown = SigningKey.random(RANDOM);
                SigningKey second = SigningKey.random(RANDOM)) {
            Manifest manifest = title.manifest(2);
            WrapPublicKey server = shop.keys().sealingKey();
            assertChangesNothing(ProblemType.BAD_SIGNATURE, () -> account(title)
                    .register(title.title(), 2, of(manifest, title.studioKey(), sealedBy(unknown, title, server))));
            account(title)
                    .putStudioKey(
                            title.studio(),
                            StudioKey.sign(title.studio(), SampleShop.whole(shop.now()), second, title.studioKey()));
            assertChangesNothing(ProblemType.KEY_MISMATCH, () -> account(title)
                    .register(title.title(), 2, of(manifest, title.studioKey(), sealedBy(second, title, server))));
        }
    }

    private static Envelope sealedBy(SigningKey signer, SampleTitle title, WrapPublicKey server) {
        return SealedKeys.seal(
                title.titleKey(),
                salts(title.manifest(2)),
                signer,
                Map.of(SealedKeys.Recipient.LICENSE_SERVER, server));
    }

    @Test
    void olderRevisionIsRefusedAndNamesTheNewest() throws Exception {
        try (SampleTitle title = published()) {
            register(title, 3);
            ApiRefusal refused = assertChangesNothing(ProblemType.REVISION_NOT_NEWER, () -> register(title, 2));
            assertEquals("3", String.valueOf(refused.problem().members().get("latest")));
        }
    }

    @Test
    void sameRevisionWithAnotherManifestIsRefused() throws Exception {
        try (SampleTitle title = published()) {
            assertChangesNothing(ProblemType.REVISION_NOT_NEWER, () -> register(title, 1));
        }
    }

    @Test
    void replayedRegistrationGetsItsAnswerAgainAndChangesNothing() throws Exception {
        try (SampleTitle title = title()) {
            LicenseApi account = account(title);
            account.putStudioKey(
                    title.studio(), StudioKey.sign(title.studio(), SampleShop.whole(shop.now()), title.studioKey()));
            TitleRegistration first = title.registration(1, shop.keys().sealingKey());
            Registered answer = account.register(title.title(), 1, first);
            register(title, 2);
            SortedMap<String, List<String>> before = DatabaseDump.of(shop.database());
            Registered again = account.register(title.title(), 1, first);
            assertEquals(answer.packageId(), again.packageId());
            assertEquals(answer.revision(), again.revision());
            assertEquals(before, DatabaseDump.of(shop.database()));
            assertEquals(2, head(title).latest(), "a replay takes nothing back");
        }
    }

    @Test
    void replayOfARegistrationThatACrashCutOffFinishesIt() throws Exception {
        try (SampleTitle title = title()) {
            LicenseApi account = account(title);
            account.putStudioKey(
                    title.studio(), StudioKey.sign(title.studio(), SampleShop.whole(shop.now()), title.studioKey()));
            TitleRegistration first = title.registration(1, shop.keys().sealingKey());
            account.register(title.title(), 1, first);
            shop.database()
                    .getCollection("titleHeads")
                    .updateOne(Filters.eq("_id", title.title().text()), Updates.set("latest", 0L));
            account.register(title.title(), 1, first);
            assertEquals(1, head(title).latest());
        }
    }

    @Test
    void replayUnderAnotherTitleOrRevisionIsRefused() throws Exception {
        try (SampleTitle title = published();
                SampleTitle other = title()) {
            TitleRegistration second = title.registration(2, shop.keys().sealingKey());
            assertChangesNothing(ProblemType.MALFORMED, () -> account(title).register(title.title(), 3, second));
            assertChangesNothing(ProblemType.MALFORMED, () -> account(title).register(other.title(), 2, second));
        }
    }

    @Test
    void pendingKeySignsNothingUntilAnOperatorConfirmsIt() throws Exception {
        try (SampleTitle title = published();
                SigningKey second = SigningKey.random(RANDOM)) {
            Envelope wish = StudioKey.sign(title.studio(), SampleShop.whole(shop.now()), second);
            account(title).putStudioKey(title.studio(), wish);
            assertEquals(StudioKeyState.PENDING, state(title, second));
            Manifest manifest = by(title.manifest(2), title.studio(), second);
            TitleRegistration early =
                    of(manifest, second, sealedBy(second, title, shop.keys().sealingKey()));
            ApiRefusal refused = assertChangesNothing(
                    ProblemType.BAD_SIGNATURE, () -> account(title).register(title.title(), 2, early));
            assertTrue(message(refused).contains("waits for an operator"), message(refused));
            assertChangesNothing(ProblemType.ROLE_MISSING, () -> shop.api("studio:someone-else")
                    .putStudioKey(title.studio(), wish));
            shop.api("operator:olga").putStudioKey(title.studio(), wish);
            TitleRegistration now =
                    of(manifest, second, sealedBy(second, title, shop.keys().sealingKey()));
            // The salts are bound to what the second key sealed: pack and seal agree here.
            account(title).register(title.title(), 2, now);
        }
    }

    @Test
    void revokedKeySignsNothingAndStaysRevoked() throws Exception {
        try (SampleTitle title = published()) {
            MongoTitleStore store = new MongoTitleStore(shop.database());
            StudioAccount known = store.studio(title.studio()).orElseThrow();
            List<StudioAccount.Key> revoked = known.keys().stream()
                    .map(key -> new StudioAccount.Key(key.key(), StudioKeyState.REVOKED, key.since()))
                    .toList();
            assertTrue(store.putStudio(new StudioAccount(known.id(), known.members(), revoked, known.ver() + 1)));
            assertChangesNothing(ProblemType.BAD_SIGNATURE, () -> register(title, 2));
            assertChangesNothing(ProblemType.BAD_SIGNATURE, () -> account(title)
                    .putStudioKey(
                            title.studio(),
                            StudioKey.sign(title.studio(), SampleShop.whole(shop.now()), title.studioKey())));
        }
    }

    @Test
    void studioNobodyEnrolledIsRefused() throws Exception {
        try (SampleTitle title = title()) {
            assertChangesNothing(ProblemType.ROLE_MISSING, () -> register(title, 1));
        }
    }

    @Test
    void contentKeyThatDoesNotMatchItsCommitmentIsRefused() throws Exception {
        try (SampleTitle title = published();
                SampleTitle other = title()) {
            KeyCommitment wrong = other.manifest(1).tracks().get(0).commitment();
            Manifest manifest = withTracks(
                    title.manifest(2),
                    track -> track.id().text().equals("hd") ? salted(track, track.salt(), wrong) : track);
            ApiRefusal refused = assertChangesNothing(ProblemType.KEY_MISMATCH, () -> account(title)
                    .register(
                            title.title(),
                            2,
                            of(
                                    manifest,
                                    title.studioKey(),
                                    title.keys(shop.keys().sealingKey()))));
            assertTrue(message(refused).contains("hd"), message(refused));
        }
    }

    @Test
    void keysSealedToAnotherServerAreRefused() throws Exception {
        try (SampleTitle title = published();
                WrapKeyPair elsewhere = WrapKeyPair.random(HpkeSuite.X_WING, RANDOM)) {
            assertChangesNothing(ProblemType.KEY_MISMATCH, () -> account(title)
                    .register(title.title(), 2, title.registration(2, elsewhere.publicKey())));
        }
    }

    @Test
    void laterRevisionUnderAnotherTitleKeyIsRefused() throws Exception {
        try (SampleTitle title = published();
                SampleTitle anew =
                        new SampleTitle(title.studio().text(), title.title().text(), "hd")) {
            assertNotEquals(title.titleKey().keyId(), anew.titleKey().keyId());
            Manifest manifest = by(anew.manifest(2), title.studio(), title.studioKey());
            Envelope keys = SealedKeys.seal(
                    anew.titleKey(),
                    salts(manifest),
                    title.studioKey(),
                    Map.of(SealedKeys.Recipient.LICENSE_SERVER, shop.keys().sealingKey()));
            assertChangesNothing(ProblemType.KEY_MISMATCH, () -> account(title)
                    .register(title.title(), 2, of(manifest, title.studioKey(), keys)));
        }
    }

    private static TitleHead head(SampleTitle title) {
        return new MongoTitleStore(shop.database()).head(title.title()).orElseThrow();
    }

    private static StudioKeyState state(SampleTitle title, SigningKey key) {
        return new MongoTitleStore(shop.database())
                .studio(title.studio()).orElseThrow().keys().stream()
                        .filter(known -> known.kid().equals(key.kid()))
                        .findFirst()
                        .orElseThrow()
                        .state();
    }
}
