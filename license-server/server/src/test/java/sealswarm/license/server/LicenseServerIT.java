package sealswarm.license.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import sealswarm.format.envelope.Envelope;
import sealswarm.format.manifest.Manifest;
import sealswarm.license.LicenseDocument;
import sealswarm.license.LicenseState;
import sealswarm.license.LicenseStatus;
import sealswarm.license.RevocationList;
import sealswarm.license.client.ApiRefusal;
import sealswarm.license.client.LicenseApi;
import sealswarm.license.device.DeviceRequest.DeviceAction;
import sealswarm.license.device.DeviceRequest.Use;
import sealswarm.license.message.Licenses.LicenseAnswer;
import sealswarm.license.message.Licenses.UsageAnswer;
import sealswarm.license.message.Offer;
import sealswarm.license.money.Money;
import sealswarm.license.problem.ProblemType;
import sealswarm.license.receipt.LogHead;
import sealswarm.license.receipt.PlayEntry.PlayId;
import sealswarm.license.receipt.PlayEntry.Reason;

/** The whole server over HTTP: publish, enrol, license, play, renew, return. */
class LicenseServerIT {
    private static SampleShop shop;
    private static SampleTitle film;
    private static Offer own;

    @BeforeAll
    static void open() throws Exception {
        shop = new SampleShop();
        film = new SampleTitle("demo-studio", "demo-film", "hd", "audio-en");
        shop.publish(film);
        own = shop.own(film);
    }

    @AfterAll
    static void close() {
        film.close();
        shop.close();
    }

    @Test
    void licenseOpensTheTitleOnItsDeviceAndNoOther() throws Exception {
        String grant = shop.grant("alice", film, own, "order-open");
        try (SampleDevice device = SampleDevice.enrolled(shop, "alice");
                SampleDevice other = SampleDevice.enrolled(shop, "alice")) {
            LicenseAnswer answer = device.license(grant, Use.STREAM);
            LicenseDocument license = device.open(answer);
            Envelope manifest = Envelope.parse(device.api().manifest(film.title()), Manifest.TYPE);
            Manifest opened = license.openManifest(manifest, RevocationList.EMPTY);
            license.unwrap(device.keys(), opened, opened.tracks().get(0)).close();
            assertThrows(
                    RuntimeException.class,
                    () -> license.unwrap(other.keys(), opened, opened.tracks().get(0)));
            assertEquals(2, answer.swarm().size());
            assertEquals(2, answer.swarm().get(0).announce().size());
            assertTrue(answer.swarm().get(0).leaves().toString().endsWith(".leaves"));
        }
    }

    @Test
    void repeatedRequestGetsTheSameBytesAndAnotherOneWithItsNonceIsRefused() throws Exception {
        String grant = shop.grant("bob", film, own, "order-repeat");
        try (SampleDevice device = SampleDevice.enrolled(shop, "bob")) {
            var request = device.request(DeviceAction.LICENSE, grant, Use.STREAM);
            Envelope signed = request.sign(device.keys().signing());
            LicenseAnswer first = device.api().license(signed);
            assertEquals(first, device.api().license(signed));
            assertEquals(1, shop.stored(grant).holders().get(0).revision());
            var other = new sealswarm.license.device.DeviceRequest(
                    request.iss(),
                    request.action(),
                    request.grantId(),
                    request.deviceId(),
                    request.nonce(),
                    request.clientTime(),
                    Use.OFFLINE,
                    request.head(),
                    List.of());
            assertRefused(ProblemType.NONCE_REUSED, () -> device.api()
                    .license(other.sign(device.keys().signing())));
        }
    }

    @Test
    void purchaseOfAnotherAccountDoesNotExist() throws Exception {
        String grant = shop.grant("carol", film, own, "order-carol");
        try (SampleDevice mallory = SampleDevice.enrolled(shop, "mallory");
                SampleDevice carol = SampleDevice.enrolled(shop, "carol")) {
            assertRefused(ProblemType.NO_GRANT, () -> mallory.license(grant, Use.STREAM));
            assertRefused(ProblemType.NOT_FOUND, () -> mallory.api().manifest(film.title()));
            LicenseAnswer answer = carol.license(grant, Use.STREAM);
            String license = carol.open(answer).terms().licenseId().hex();
            assertRefused(ProblemType.NOT_FOUND, () -> mallory.api().status(license));
            assertRefused(ProblemType.NOT_FOUND, () -> mallory.api()
                    .license(carol.signed(DeviceAction.LICENSE, grant, Use.STREAM)));
            assertRefused(ProblemType.NOT_FOUND, () -> mallory.api()
                    .removeDevice(carol.keys().deviceId()));
            assertRefused(ProblemType.NOT_FOUND, () -> mallory.api().grants(Map.of("sub", "carol")));
            assertEquals(0, mallory.api().grants(Map.of()).grants().size());
        }
    }

    @Test
    void requestSignedForAnotherRouteOrByAnotherDeviceIsRefused() throws Exception {
        String grant = shop.grant("dave", film, own, "order-dave");
        try (SampleDevice device = SampleDevice.enrolled(shop, "dave");
                SampleDevice other = SampleDevice.enrolled(shop, "dave")) {
            assertRefused(ProblemType.BAD_SIGNATURE, () -> device.api()
                    .license(device.signed(DeviceAction.SWARM, grant, Use.STREAM)));
            Envelope forged = device.request(DeviceAction.LICENSE, grant, Use.STREAM)
                    .sign(other.keys().signing());
            assertRefused(ProblemType.BAD_SIGNATURE, () -> device.api().license(forged));
        }
    }

    @Test
    void renewalIsTheNextRevisionAndEndsAfterRelease() throws Exception {
        String grant = shop.grant("erin", film, own, "order-erin");
        try (SampleDevice device = SampleDevice.enrolled(shop, "erin")) {
            LicenseDocument first = device.open(device.license(grant, Use.STREAM));
            String id = first.terms().licenseId().hex();
            LicenseDocument second =
                    device.open(device.api().renew(id, device.signed(DeviceAction.RENEW, grant, Use.STREAM)));
            assertEquals(2, second.terms().revision());
            assertEquals(first.termsHash().hex(), second.terms().supersedes());
            assertEquals(LicenseState.ISSUED, status(device, id).state());
            assertEquals(
                    1,
                    device.api()
                                    .swarm(id, device.signed(DeviceAction.SWARM, grant, Use.STREAM))
                                    .swarm()
                                    .size()
                            / 2);
            device.api().stop(id, device.signed(DeviceAction.STOP, grant, Use.STREAM));
            assertEquals(0, shop.stored(grant).streams().size());
            device.api().release(id, device.signed(DeviceAction.RELEASE, grant, Use.STREAM));
            device.api().release(id, device.signed(DeviceAction.RELEASE, grant, Use.STREAM));
            assertEquals(LicenseState.RETURNED, status(device, id).state());
            assertRefused(ProblemType.LICENSE_RETURNED, () -> device.api()
                    .renew(id, device.signed(DeviceAction.RENEW, grant, Use.STREAM)));
            LicenseDocument anew = device.open(device.license(grant, Use.STREAM));
            assertNotEquals(first.terms().licenseId(), anew.terms().licenseId());
        }
    }

    @Test
    void playsStartARentalOnceAndItEnds() throws Exception {
        try (SampleShop own = new SampleShop();
                SampleTitle title = new SampleTitle("s1-studio", "rented", "hd")) {
            own.publish(title);
            Offer offer = Offer.rent(
                    "rent",
                    1,
                    List.of(new Offer.OfferTitle(title.title(), title.tracks())),
                    Money.of("EUR", 399),
                    SampleShop.whole(own.now()).minusSeconds(10));
            String grant = own.grant("fred", title, offer, "order-rent");
            try (SampleDevice device = SampleDevice.enrolled(own, "fred")) {
                LicenseDocument license = device.open(device.license(grant, Use.STREAM));
                device.play(license, PlayId.random(new java.security.SecureRandom()), Reason.START, own.now(), 0);
                UsageAnswer answer = device.api().usage(device.upload(1, 1));
                assertEquals("accepted", answer.items().get(0).verdict());
                assertTrue(own.stored(grant).firstPlayAt().isPresent());
                own.pass(Duration.ofHours(49));
                assertRefused(ProblemType.RENTAL_OVER, () -> device.license(grant, Use.STREAM));
            }
        }
    }

    @Test
    void receiptsAreTakenOnceAndGapsWait() throws Exception {
        String grant = shop.grant("gina", film, own, "order-gina");
        try (SampleDevice device = SampleDevice.enrolled(shop, "gina")) {
            LicenseDocument license = device.open(device.license(grant, Use.STREAM));
            PlayId play = PlayId.random(new java.security.SecureRandom());
            device.play(license, play, Reason.START, shop.now(), 0);
            for (int i = 0; i < 4; i++) {
                device.play(license, play, Reason.INTERVAL, shop.now(), 1_000);
            }
            assertEquals(
                    "held",
                    device.api().usage(device.upload(4, 5)).items().get(0).verdict());
            UsageAnswer first = device.api().usage(device.upload(1, 3));
            assertEquals(List.of("accepted", "accepted", "accepted"), verdicts(first));
            assertEquals(5, head(first).seq());
            assertEquals(device.head().hash(), head(first).hash());
            assertEquals(
                    List.of("duplicate", "duplicate", "duplicate", "duplicate", "duplicate"),
                    verdicts(device.api().usage(device.upload(1, 5))));
            assertEquals(1, shop.stored(grant).playsUsed());
        }
    }

    @Test
    void copiedDeviceIsAForkAtItsUploadAndQuarantined() throws Exception {
        String grant = shop.grant("hugo", film, own, "order-hugo");
        try (SampleDevice device = SampleDevice.enrolled(shop, "hugo")) {
            LicenseDocument license = device.open(device.license(grant, Use.STREAM));
            device.play(license, PlayId.random(new java.security.SecureRandom()), Reason.START, shop.now(), 0);
            List<byte[]> copied = device.log();
            device.play(license, PlayId.random(new java.security.SecureRandom()), Reason.START, shop.now(), 0);
            device.api().usage(device.upload(1, 2));
            device.restore(copied);
            device.play(license, PlayId.random(new java.security.SecureRandom()), Reason.START, shop.now(), 0);
            assertEquals(List.of("duplicate", "fork"), verdicts(device.api().usage(device.upload(1, 2))));
            assertEquals(1, shop.database().getCollection("receiptForks").countDocuments());
            assertRefused(ProblemType.DEVICE_QUARANTINED, () -> device.license(grant, Use.STREAM));
            assertRefused(ProblemType.DEVICE_QUARANTINED, () -> device.api().usage(device.upload(1, 2)));
        }
    }

    @Test
    void restoredBackupGoesOnInANewEpoch() throws Exception {
        String grant = shop.grant("ivan", film, own, "order-ivan");
        try (SampleDevice device = SampleDevice.enrolled(shop, "ivan")) {
            LicenseDocument license = device.open(device.license(grant, Use.STREAM));
            device.play(license, PlayId.random(new java.security.SecureRandom()), Reason.START, shop.now(), 0);
            device.api().usage(device.upload(1, 1));
            device.restore(List.of());
            assertRefused(ProblemType.HEAD_BEHIND, () -> device.license(grant, Use.STREAM));
            device.startEpoch(2);
            LicenseDocument anew = device.open(device.license(grant, Use.STREAM));
            device.play(anew, PlayId.random(new java.security.SecureRandom()), Reason.START, shop.now(), 0);
            assertEquals(2, head(device.api().usage(device.upload(1, 1))).epoch());
        }
    }

    @Test
    void renewalWaitsForReceipts() throws Exception {
        String grant = shop.grant("judy", film, own, "order-judy");
        try (SampleDevice device = SampleDevice.enrolled(shop, "judy")) {
            LicenseDocument license = device.open(device.license(grant, Use.STREAM));
            String id = license.terms().licenseId().hex();
            device.play(license, PlayId.random(new java.security.SecureRandom()), Reason.START, shop.now(), 0);
            ApiRefusal refused = assertRefused(ProblemType.RECEIPTS_PENDING, () -> device.api()
                    .renew(id, device.signed(DeviceAction.RENEW, grant, Use.STREAM)));
            assertEquals("1", String.valueOf(refused.problem().members().get("wantSeq")));
            device.api().usage(device.upload(1, 1));
            LicenseDocument renewed =
                    device.open(device.api().renew(id, device.signed(DeviceAction.RENEW, grant, Use.STREAM)));
            assertEquals(LicenseState.ACTIVE, status(device, id).state());
            assertEquals(2, renewed.terms().revision());
        }
    }

    @Test
    void signedOutDeviceIsRevokedForGood() throws Exception {
        String grant = shop.grant("kate", film, own, "order-kate");
        try (SampleDevice device = SampleDevice.enrolled(shop, "kate")) {
            device.license(grant, Use.OFFLINE);
            LicenseApi api = device.api();
            assertEquals(1, api.devices().slots().used());
            api.removeDevice(device.keys().deviceId());
            api.removeDevice(device.keys().deviceId());
            assertEquals(0, api.devices().slots().used());
            assertRefused(ProblemType.DEVICE_REVOKED, () -> device.license(grant, Use.STREAM));
            assertRefused(ProblemType.DEVICE_REVOKED, device::enrol);
            var delta = sealswarm.license.RevocationDelta.read(api.revocations(0), shop.keys());
            assertTrue(delta.devices().contains(device.keys().deviceId()));
        }
    }

    private static LicenseStatus status(SampleDevice device, String license) throws Exception {
        return LicenseStatus.read(device.api().status(license), shop.keys());
    }

    private static List<String> verdicts(UsageAnswer answer) {
        return answer.items().stream().map(item -> item.verdict()).toList();
    }

    private static LogHead head(UsageAnswer answer) {
        return LogHead.read(answer.head().envelope(LogHead.TYPE), shop.keys());
    }

    static ApiRefusal assertRefused(ProblemType type, Executable call) {
        ApiRefusal refused = assertThrows(ApiRefusal.class, call);
        assertEquals(type, refused.problem().type(), refused.getMessage());
        return refused;
    }
}
