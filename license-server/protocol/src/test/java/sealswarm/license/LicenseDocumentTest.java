package sealswarm.license;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import sealswarm.format.SealedPackage;
import sealswarm.format.cipher.BlockDecryptor;
import sealswarm.format.envelope.DocumentType;
import sealswarm.format.envelope.Envelope;
import sealswarm.format.json.Base64Url;
import sealswarm.format.json.CanonicalJson;
import sealswarm.format.json.StrictJson;
import sealswarm.format.key.SigningKey;
import sealswarm.format.key.TitleId;
import sealswarm.format.key.TitleKey;
import sealswarm.format.key.TrackId;
import sealswarm.format.manifest.Manifest;
import sealswarm.format.manifest.Track;
import sealswarm.format.vectors.SamplePackage;
import sealswarm.license.LicenseDocument.Moment;
import sealswarm.license.device.DeviceKeys;
import sealswarm.license.problem.ProblemType;
import sealswarm.license.rights.Action;
import sealswarm.license.rights.Limit;
import sealswarm.license.rights.Rental;
import sealswarm.license.rights.Rights;
import sealswarm.license.rights.SampleRights;
import sealswarm.license.rights.Until;
import sealswarm.license.rights.Window;
import sealswarm.license.wire.Sha256Hex;

class LicenseDocumentTest {
    private static final Instant NOW = SampleLicense.NOW;
    private static final Until LEASE_END = Until.of(NOW.plusSeconds(900));

    @TempDir
    Path work;

    private final SamplePackage studio = new SamplePackage();
    private final SampleLicense shop = new SampleLicense();
    private SealedPackage sealed;
    private Track track;

    @BeforeEach
    void pack() {
        sealed = studio.packOne(work.resolve("film.pkg"), SamplePackage.noise(1, 40_000));
        track = sealed.manifest().tracks().get(0);
    }

    @AfterEach
    void close() {
        shop.close();
        studio.close();
    }

    @Test
    void opensTheTrackItWasIssuedFor() throws Exception {
        LicenseDocument license = license();
        license.check(opening(NOW), Action.PLAY, track.id(), Moment.START);
        Manifest manifest = license.openManifest(sealed.envelope(), RevocationList.EMPTY);
        try (BlockDecryptor decryptor = license.unwrap(shop.device, manifest, track)) {
            byte[] cipher = Files.readAllBytes(sealed.layout().data(track));
            byte[] plain = decryptor.decrypt(
                    sealed.verifier(track).verifyPiece(0, cipher).get(0));
            assertArrayEquals(java.util.Arrays.copyOf(SamplePackage.noise(1, 40_000), plain.length), plain);
        }
    }

    @Test
    void termsAreReadBackEqualAndTheirBytesDoNotVary() {
        LicenseTerms terms = terms(rights());
        assertEquals(terms, LicenseTerms.read(terms.bytes()));
        assertArrayEquals(terms.bytes(), LicenseTerms.read(terms.bytes()).bytes());
        Envelope one = shop.issue(terms, studio.titleKey());
        Envelope two = shop.issue(terms, studio.titleKey());
        assertEquals(verified(one).termsHash(), verified(two).termsHash());
        assertFalse(one.payloadSha256().equals(two.payloadSha256()));
    }

    @Test
    void aLicenseSignedByAnotherKeyIsRefused() {
        try (SigningKey stranger = SigningKey.random(new SecureRandom())) {
            ObjectNode payload = shop.issue(terms(rights()), studio.titleKey()).unverifiedTree(LicenseDocument.TYPE);
            assertRefused(
                    ProblemType.BAD_SIGNATURE, () -> verified(Envelope.sign(LicenseDocument.TYPE, payload, stranger)));
        }
    }

    @Test
    void anyFlippedByteOfTheEnvelopeIsRefused() {
        byte[] bytes = shop.issue(terms(rights()), studio.titleKey()).bytes();
        for (int at = 0; at < bytes.length; at += 97) {
            byte[] flipped = bytes.clone();
            flipped[at] ^= 1;
            assertThrows(
                    RuntimeException.class,
                    () -> verified(Envelope.parse(flipped, LicenseDocument.TYPE)),
                    "byte " + at);
        }
    }

    @Test
    void aDocumentOfAnotherTypeIsNoLicense() {
        LicenseStatus status =
                new LicenseStatus(LicenseId.of("g", shop.device.deviceId(), 1), 1, LicenseState.ACTIVE, 0, NOW);
        assertRefused(ProblemType.MALFORMED, () -> verified(status.sign(shop.documents)));
    }

    @Test
    void criticalUnknownMembersAreRefusedAndOthersAreNot() {
        assertRefused(
                ProblemType.CRIT_UNKNOWN,
                () -> verified(resigned(tree -> tree.putArray("crit").add("future"))));
        verified(resigned(tree -> tree.put("future", 1)));
        verified(resigned(tree -> tree.putObject("ext").put("x", 1)));
    }

    @Test
    void everyMemberOfTheTermsIsNeeded() {
        ObjectNode terms = termsTree();
        for (String member : names(terms)) {
            assertThrows(LicenseRefusal.class, () -> verified(resigned(tree -> tree.remove(member))), member);
        }
        for (String member : names((ObjectNode) terms.get("rights"))) {
            assertThrows(
                    LicenseRefusal.class,
                    () -> verified(resigned(tree -> ((ObjectNode) tree.get("rights")).remove(member))),
                    member);
        }
    }

    @Test
    void wrongValuesInTheTermsAreRefused() {
        List<Consumer<ObjectNode>> changes = List.of(
                tree -> tree.put("v", 2),
                tree -> tree.put("revision", 0),
                tree -> tree.put("revision", 1L << 32),
                tree -> tree.put("issuedAt", "10000-01-01T00:00:00Z"),
                tree -> tree.put("supersedes", "0"),
                tree -> tree.put("licenseId", "x"),
                tree -> ((ObjectNode) tree.get("rights")).put("cast", 1),
                tree -> ((ObjectNode) tree.get("lease")).put("graceS", 3_601),
                tree -> ((ObjectNode) tree.get("title")).put("minRevision", 0),
                tree -> ((ObjectNode) tree.get("title")).putArray("studioKeys"),
                tree -> ((ObjectNode) tree.get("device")).put("kemKid", "g".repeat(32)));
        for (Consumer<ObjectNode> change : changes) {
            assertThrows(LicenseRefusal.class, () -> verified(resigned(change)));
        }
    }

    @Test
    void keysDoNotOpenUnderOtherTerms() {
        Manifest manifest = sealed.manifest();
        List<Consumer<ObjectNode>> changes = List.of(
                tree -> ((ObjectNode) tree.get("lease")).put("expiresAt", "unlimited"),
                tree -> tree.put("revision", 2),
                tree -> tree.put("sub", "b-other"),
                tree -> tree.put("licenseId", "0".repeat(32)),
                tree -> tree.put("future", 1));
        for (Consumer<ObjectNode> change : changes) {
            LicenseDocument license = verified(resigned(change));
            assertRefused(ProblemType.WRAP_INVALID, () -> license.unwrap(shop.device, manifest, track));
        }
    }

    @Test
    void wrapsOfTwoLicensesDoNotMix() {
        ObjectNode one = payload(terms(rights()));
        LicenseTerms longer =
                shop.terms(sealed.manifest().titleId(), studio.studioKey().verifyKey(), rights(), Until.UNLIMITED);
        one.set("terms", payload(longer).get("terms"));
        LicenseDocument mixed = verified(Envelope.sign(LicenseDocument.TYPE, one, shop.documents));
        assertRefused(ProblemType.WRAP_INVALID, () -> mixed.unwrap(shop.device, sealed.manifest(), track));
    }

    @Test
    void brokenWrapsAreRefusedAllAlike() {
        List<Consumer<ObjectNode>> changes = List.of(
                wrap -> wrap.put("enc", Base64Url.encode(new byte[1120])),
                wrap -> wrap.put("ct", Base64Url.encode(new byte[48])),
                wrap -> wrap.put("kid", "0".repeat(32)));
        for (Consumer<ObjectNode> change : changes) {
            ObjectNode payload = payload(terms(rights()));
            change.accept((ObjectNode) payload.get("wrap"));
            LicenseDocument license = verified(Envelope.sign(LicenseDocument.TYPE, payload, shop.documents));
            LicenseRefusal refusal =
                    assertThrows(LicenseRefusal.class, () -> license.unwrap(shop.device, sealed.manifest(), track));
            assertEquals("the wrapped keys cannot be opened", refusal.getMessage());
        }
        for (Consumer<ObjectNode> change : List.<Consumer<ObjectNode>>of(
                wrap -> wrap.put("enc", ""),
                wrap -> wrap.put("suite", "0000.0001.0002"),
                wrap -> wrap.put("ct", "AA"))) {
            ObjectNode payload = payload(terms(rights()));
            change.accept((ObjectNode) payload.get("wrap"));
            assertThrows(
                    LicenseRefusal.class, () -> verified(Envelope.sign(LicenseDocument.TYPE, payload, shop.documents)));
        }
    }

    @Test
    void aLicenseOfAnotherDeviceIsRefused() {
        try (DeviceKeys other = DeviceKeys.random(new SecureRandom())) {
            LicenseDocument.Opening opening =
                    new LicenseDocument.Opening(other, 0, RevocationList.EMPTY, new ClockReading(NOW, false), 0);
            assertRefused(ProblemType.BAD_SIGNATURE, () -> check(opening, Moment.START));
        }
    }

    @Test
    void anOlderRevisionThanTheOneSeenIsRefused() {
        check(
                new LicenseDocument.Opening(shop.device, 1, RevocationList.EMPTY, new ClockReading(NOW, false), 0),
                Moment.START);
        assertRefused(
                ProblemType.LICENSE_SUPERSEDED,
                () -> check(
                        new LicenseDocument.Opening(
                                shop.device, 2, RevocationList.EMPTY, new ClockReading(NOW, false), 0),
                        Moment.START));
    }

    @Test
    void revokedLicensesAndDevicesAreRefused() {
        RevocationList license =
                new RevocationList(1, Set.of(license().terms().licenseId()), Set.of(), Set.of(), Set.of());
        assertRefused(ProblemType.LICENSE_REVOKED, () -> check(opening(license), Moment.START));
        RevocationList device = new RevocationList(1, Set.of(), Set.of(shop.device.deviceId()), Set.of(), Set.of());
        assertRefused(ProblemType.DEVICE_REVOKED, () -> check(opening(device), Moment.START));
    }

    @Test
    void leaseEndsAtItsSecondAndRunningPlaybackHasItsGrace() {
        check(opening(NOW.plusSeconds(899)), Moment.START);
        assertRefused(ProblemType.LEASE_EXPIRED, () -> check(opening(NOW.plusSeconds(900)), Moment.START));
        check(opening(NOW.plusSeconds(959)), Moment.RUNNING);
        assertRefused(ProblemType.LEASE_EXPIRED, () -> check(opening(NOW.plusSeconds(960)), Moment.RUNNING));
    }

    @Test
    void rolledBackClockRefusesWhatIsLimitedInTimeOnly() {
        LicenseDocument.Opening back =
                new LicenseDocument.Opening(shop.device, 0, RevocationList.EMPTY, new ClockReading(NOW, true), 0);
        assertRefused(ProblemType.CLOCK_ROLLED_BACK, () -> check(back, Moment.START));
        LicenseTerms unlimited =
                shop.terms(sealed.manifest().titleId(), studio.studioKey().verifyKey(), rights(), Until.UNLIMITED);
        verified(shop.issue(unlimited, studio.titleKey())).check(back, Action.PLAY, track.id(), Moment.START);
    }

    @Test
    void rightsRefuseWithTheirOwnNames() {
        assertRefused(ProblemType.ACTION_NOT_GRANTED, () -> license()
                .check(opening(NOW), Action.EXPORT, track.id(), Moment.START));
        assertRefused(ProblemType.TRACK_NOT_GRANTED, () -> license()
                .check(opening(NOW), Action.PLAY, new TrackId("other"), Moment.START));
        Rights once = rights(Limit.of(1));
        LicenseDocument limited = verified(shop.issue(terms(once), studio.titleKey()));
        LicenseDocument.Opening used =
                new LicenseDocument.Opening(shop.device, 0, RevocationList.EMPTY, new ClockReading(NOW, false), 1);
        assertRefused(ProblemType.PLAYS_USED_UP, () -> limited.check(used, Action.PLAY, track.id(), Moment.START));
        limited.check(used, Action.PLAY, track.id(), Moment.RUNNING);
    }

    @Test
    void aManifestOfAnotherStudioTitleOrRevocationIsRefused() throws IOException {
        LicenseDocument license = license();
        try (SigningKey stranger = SigningKey.random(new SecureRandom())) {
            LicenseTerms other = shop.terms(sealed.manifest().titleId(), stranger.verifyKey(), rights(), LEASE_END);
            LicenseDocument wrongKey = verified(shop.issue(other, studio.titleKey()));
            assertRefused(
                    ProblemType.MANIFEST_UNTRUSTED,
                    () -> wrongKey.openManifest(sealed.envelope(), RevocationList.EMPTY));
        }
        LicenseTerms otherTitle =
                shop.terms(new TitleId("another"), studio.studioKey().verifyKey(), rights(), LEASE_END);
        LicenseDocument wrongTitle = verified(shop.issue(otherTitle, studio.titleKey()));
        assertRefused(
                ProblemType.MANIFEST_UNTRUSTED, () -> wrongTitle.openManifest(sealed.envelope(), RevocationList.EMPTY));
        RevocationList kid = new RevocationList(
                1, Set.of(), Set.of(), Set.of(sealed.manifest().studio().kid()), Set.of());
        assertRefused(ProblemType.MANIFEST_UNTRUSTED, () -> license.openManifest(sealed.envelope(), kid));
        RevocationList withdrawn = new RevocationList(
                1,
                Set.of(),
                Set.of(),
                Set.of(),
                Set.of(new Sha256Hex(sealed.envelope().payloadSha256())));
        assertRefused(ProblemType.MANIFEST_UNTRUSTED, () -> license.openManifest(sealed.envelope(), withdrawn));
    }

    @Test
    void anOlderManifestThanTheLicenseAllowsIsRefused() {
        LicenseDocument newer = verified(resigned(tree -> ((ObjectNode) tree.get("title")).put("minRevision", 2)));
        assertRefused(ProblemType.REVISION_TOO_OLD, () -> newer.openManifest(sealed.envelope(), RevocationList.EMPTY));
    }

    @Test
    void keysOfAnotherTitleKeyAreRefusedBeforeAnythingIsDecrypted() {
        try (TitleKey other = TitleKey.random(sealed.manifest().titleId(), new SecureRandom())) {
            LicenseDocument license = verified(shop.issue(terms(rights()), other));
            assertRefused(ProblemType.KEY_VERSION, () -> license.unwrap(shop.device, sealed.manifest(), track));
        }
    }

    @Test
    void licenseOfTenMebibytesIsRefusedUnread() {
        byte[] huge = ("{\"payload\":\"" + "A".repeat(10 << 20) + "\",\"sigs\":[]}").getBytes(StandardCharsets.UTF_8);
        assertThrows(RuntimeException.class, () -> Envelope.parse(huge, LicenseDocument.TYPE));
    }

    @Test
    void keysOtherThanThoseOfTheRightsAreNotSealed() {
        LicenseTerms terms = terms(rights());
        assertThrows(
                IllegalArgumentException.class,
                () -> LicenseDocument.issue(
                        terms, List.of(), shop.device.kem().publicKey(), shop.nonce(), NOW, shop.documents));
    }

    private Rights rights() {
        return rights(Limit.UNLIMITED);
    }

    private Rights rights(Limit plays) {
        Rights two = SampleRights.with(new Window(SampleRights.START, Until.UNLIMITED), Rental.NONE, plays);
        ObjectNode tree = two.tree();
        tree.putArray("tracks").add(track.id().text());
        return Rights.read(tree);
    }

    private LicenseTerms terms(Rights rights) {
        return shop.terms(sealed.manifest().titleId(), studio.studioKey().verifyKey(), rights, LEASE_END);
    }

    private LicenseDocument license() {
        return verified(shop.issue(terms(rights()), studio.titleKey()));
    }

    private LicenseDocument verified(Envelope envelope) {
        return LicenseDocument.verified(envelope, shop.serverKeys());
    }

    private ObjectNode payload(LicenseTerms terms) {
        return shop.issue(terms, studio.titleKey()).unverifiedTree(LicenseDocument.TYPE);
    }

    private ObjectNode termsTree() {
        byte[] bytes = Base64Url.decode(payload(terms(rights())).get("terms").textValue());
        return StrictJson.parseObject(bytes, LicenseTerms.MAX_BYTES);
    }

    /** A license whose terms were changed by someone who can sign as the server. */
    private Envelope resigned(Consumer<ObjectNode> change) {
        ObjectNode payload = payload(terms(rights()));
        ObjectNode terms =
                StrictJson.parseObject(Base64Url.decode(payload.get("terms").textValue()), LicenseTerms.MAX_BYTES);
        change.accept(terms);
        payload.put("terms", Base64Url.encode(CanonicalJson.bytes(terms)));
        return Envelope.sign(DocumentType.of(LicenseDocument.TYPE.typ(), 1 << 20), payload, shop.documents);
    }

    private LicenseDocument.Opening opening(Instant now) {
        return new LicenseDocument.Opening(shop.device, 0, RevocationList.EMPTY, new ClockReading(now, false), 0);
    }

    private LicenseDocument.Opening opening(RevocationList revocations) {
        return new LicenseDocument.Opening(shop.device, 0, revocations, new ClockReading(NOW, false), 0);
    }

    private void check(LicenseDocument.Opening opening, Moment moment) {
        license().check(opening, Action.PLAY, track.id(), moment);
    }

    private static void assertRefused(ProblemType problem, Executable action) {
        assertEquals(problem, assertThrows(LicenseRefusal.class, action).problem());
    }

    private static List<String> names(ObjectNode tree) {
        List<String> names = new ArrayList<>();
        tree.fieldNames().forEachRemaining(names::add);
        assertTrue(!names.isEmpty());
        return names;
    }
}
