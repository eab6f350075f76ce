package sealswarm.license.server.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import sealswarm.console.exit.ExitCode;
import sealswarm.format.envelope.Envelope;
import sealswarm.format.key.SigningKey;
import sealswarm.format.manifest.Manifest;
import sealswarm.license.LicenseDocument;
import sealswarm.license.LicenseId;
import sealswarm.license.LicenseState;
import sealswarm.license.LicenseStatus;
import sealswarm.license.RevocationDelta;
import sealswarm.license.client.ApiRefusal;
import sealswarm.license.client.LicenseApi;
import sealswarm.license.device.DeviceRequest.DeviceAction;
import sealswarm.license.device.DeviceRequest.Use;
import sealswarm.license.key.StudioKey;
import sealswarm.license.message.Offer;
import sealswarm.license.message.Operations.AuditAction;
import sealswarm.license.message.Operations.AuditEntry;
import sealswarm.license.message.Titles.StudioKeyState;
import sealswarm.license.problem.ProblemType;
import sealswarm.license.server.ApiDescription;
import sealswarm.license.server.SampleDevice;
import sealswarm.license.server.SampleShop;
import sealswarm.license.server.SampleTitle;
import sealswarm.license.wire.Sha256Hex;
import sealswarm.license.wire.SignedJson;

/** {@code sealswarm admin} against a running server: what is taken back is refused by the very next request and told to players. */
class AdminIT {
    private static final String OPERATOR = "operator:olga";
    private static final String UNKNOWN = "0".repeat(32);

    @TempDir
    private static Path directory;

    private static SampleShop shop;
    private static Office office;
    private static SampleTitle film;
    private static Offer own;

    @BeforeAll
    static void open() throws Exception {
        shop = new SampleShop();
        office = new Office(directory);
        signedIn(OPERATOR);
        film = new SampleTitle("demo-studio", "demo-film", "hd");
        shop.publish(film);
        own = offer("own", film);
    }

    @AfterAll
    static void close() {
        for (ApiDescription.Operation operation : SampleShop.DESCRIPTION.operations()) {
            boolean ours = operation.callers().equals(Set.of("operator"));
            assertTrue(
                    !ours || SampleShop.DESCRIPTION.answered().contains(operation.toString()),
                    "no answer was read against its description: " + operation);
        }
        film.close();
        office.close();
        shop.close();
    }

    private static void signedIn(String token) throws Exception {
        SignedJson keys = SignedJson.of(shop.api("nobody").keys());
        office.signedIn("operator", URI.create(shop.issuer()), shop.keys(), keys, token);
    }

    private static Offer offer(String id, SampleTitle title) {
        return shop.own(id, title);
    }

    @Test
    void revokedLicenseIsRefusedAtOnceUntilItsDeviceIsReadmitted() throws Exception {
        String grant = shop.grant("anna", film, own, "order-anna");
        try (SampleDevice device = SampleDevice.enrolled(shop, "anna");
                SampleDevice other = SampleDevice.enrolled(shop, "anna")) {
            LicenseDocument license = device.open(device.license(grant, Use.STREAM));
            LicenseId id = license.terms().licenseId();
            Office.Said said =
                    done("admin", "revoke", "license", id.hex(), "--reason", "key seen in the wild", "--json");
            assertTrue(said.out().contains("\"target\":\"" + id.hex() + "\""), said.out());
            assertTrue(said.out().contains("\"by\":\"olga\""), said.out());

            refused(ProblemType.LICENSE_REVOKED, () -> device.license(grant, Use.STREAM));
            refused(ProblemType.LICENSE_REVOKED, () -> renew(device, id, grant));
            refused(ProblemType.LICENSE_REVOKED, () -> device.api()
                    .swarm(id.hex(), device.signed(DeviceAction.SWARM, grant, Use.STREAM)));
            assertEquals(LicenseState.REVOKED, status(device, id).state());
            assertTrue(delta(device).licenses().contains(id));
            other.open(other.license(grant, Use.STREAM));
            assertEquals(
                    said.out(),
                    done("admin", "revoke", "license", id.hex(), "--reason", "again", "--json")
                            .out());

            done("admin", "unrevoke", "license", id.hex(), "--reason", "it was another device");
            refused(ProblemType.LICENSE_SUPERSEDED, () -> renew(device, id, grant));
            LicenseDocument anew = device.open(device.license(grant, Use.STREAM));
            assertNotEquals(id, anew.terms().licenseId());
            assertTrue(delta(device).licenses().contains(id));
            assertFalse(delta(device).licenses().contains(anew.terms().licenseId()));
            shop.api(OPERATOR).readmitLicense(id.hex(), "twice");
            renew(device, anew.terms().licenseId(), grant);
            shop.api(OPERATOR).revokeLicense(id.hex(), "the old one again");
            renew(device, anew.terms().licenseId(), grant);
        }
    }

    @Test
    void revokedDeviceGetsNothingAndFreesItsSlot() throws Exception {
        String grant = shop.grant("bert", film, own, "order-bert");
        try (SampleDevice device = SampleDevice.enrolled(shop, "bert")) {
            LicenseDocument license = device.open(device.license(grant, Use.OFFLINE));
            String id = device.keys().deviceId().hex();
            done("admin", "revoke", "device", id, "--reason", "sold with its keys");
            shop.api(OPERATOR).revokeDevice(id, "again");
            refused(ProblemType.DEVICE_REVOKED, () -> device.license(grant, Use.STREAM));
            refused(
                    ProblemType.DEVICE_REVOKED,
                    () -> renew(device, license.terms().licenseId(), grant));
            refused(ProblemType.DEVICE_REVOKED, device::enrol);
            assertTrue(delta(device).devices().contains(device.keys().deviceId()));
            assertEquals(0, device.api().devices().slots().used());
        }
    }

    @Test
    void revokedStudioKeyEndsWhatItSignedUntilAnApprovedOneSignsAnew() throws Exception {
        try (SampleTitle stolen = new SampleTitle("robbed-studio", "stolen-film", "hd");
                SampleDevice device = SampleDevice.enrolled(shop, "cora")) {
            shop.publish(stolen);
            String grant = shop.grant("cora", stolen, offer("stolen", stolen), "order-cora");
            LicenseId id =
                    device.open(device.license(grant, Use.STREAM)).terms().licenseId();
            String kid = stolen.studioKey().verifyKey().kid().hex();
            done("admin", "revoke", "studio-key", "robbed-studio", kid, "--reason", "laptop stolen");
            shop.api(OPERATOR).revokeStudioKey("robbed-studio", kid, "again");
            refused(ProblemType.TITLE_WITHDRAWN, () -> device.license(grant, Use.STREAM));
            refused(ProblemType.TITLE_WITHDRAWN, () -> renew(device, id, grant));
            assertTrue(delta(device)
                    .studioKids()
                    .contains(stolen.studioKey().verifyKey().kid()));
            LicenseApi studio = shop.api("studio:robbed-studio");
            refused(
                    ProblemType.BAD_SIGNATURE,
                    () -> studio.register(
                            stolen.title(),
                            2,
                            stolen.registration(2, shop.keys().sealingKey())));
            refused(ProblemType.BAD_SIGNATURE, () -> shop.publish(stolen));
            assertEquals(
                    ExitCode.DENIED,
                    office.run("admin", "approve", "robbed-studio", kid, "--reason", "please")
                            .exit());
        }
    }

    @Test
    void pendingKeyIsListedAndTrustedOnceApproved() throws Exception {
        try (SampleTitle title = new SampleTitle("two-keys", "two-films", "hd");
                SigningKey second = SigningKey.random(new SecureRandom())) {
            shop.publish(title);
            LicenseApi studio = shop.api("studio:two-keys");
            studio.putStudioKey(title.studio(), StudioKey.sign(title.studio(), SampleShop.whole(shop.now()), second));
            String kid = second.verifyKey().kid().hex();
            assertTrue(done("admin", "studios", "--pending").out().contains("two-keys  " + kid + "  pending"));
            for (int i = 0; i < 2; i++) {
                String said = done("admin", "approve", "two-keys", kid, "--reason", "known to us", "--json")
                        .out();
                assertFalse(said.contains(StudioKeyState.PENDING.text()), said);
            }
            shop.api(OPERATOR).approveStudioKey("two-keys", kid, "again");
            assertTrue(shop.api(OPERATOR).studios(Map.of()).studios().size() >= 2);
            assertFalse(done("admin", "studios", "--pending", "--json").out().contains("two-keys"));
            assertTrue(done("admin", "studios").out().contains("two-keys  " + kid + "  trusted"));
        }
    }

    @Test
    void revokedPackageIsWithdrawnUntilANewRevisionComes() throws Exception {
        try (SampleTitle title = new SampleTitle("sorry-studio", "wrong-cut", "hd");
                SampleDevice device = SampleDevice.enrolled(shop, "dora")) {
            shop.publish(title);
            String grant = shop.grant("dora", title, offer("cut", title), "order-dora");
            LicenseId id =
                    device.open(device.license(grant, Use.STREAM)).terms().licenseId();
            String packageId = Envelope.parse(device.api().manifest(title.title()), Manifest.TYPE)
                    .payloadSha256();
            done("admin", "revoke", "package", "wrong-cut", "1", "--reason", "shows a face it must not");
            shop.api(OPERATOR).revokePackage("wrong-cut", 1, "again");
            refused(ProblemType.TITLE_WITHDRAWN, () -> device.license(grant, Use.STREAM));
            refused(ProblemType.TITLE_WITHDRAWN, () -> renew(device, id, grant));
            assertTrue(delta(device).packageIds().contains(new Sha256Hex(packageId)));
            shop.api("studio:sorry-studio")
                    .register(
                            title.title(), 2, title.registration(2, shop.keys().sealingKey()));
            shop.pass(Duration.ofSeconds(3));
            renew(device, id, grant);
        }
    }

    @Test
    void everyActionLeavesATraceAndARefusedOneDoesNothing() throws Exception {
        LicenseApi operator = shop.api(OPERATOR);
        long before = operator.audit(1).entries().size();
        assertEquals(
                ExitCode.NOT_FOUND,
                office.run("admin", "revoke", "license", UNKNOWN, "--reason", "x")
                        .exit());
        assertEquals(
                ExitCode.NOT_FOUND,
                office.run("admin", "revoke", "device", UNKNOWN, "--reason", "x")
                        .exit());
        assertEquals(
                ExitCode.NOT_FOUND,
                office.run("admin", "revoke", "package", "no-film", "1", "--reason", "x")
                        .exit());
        assertEquals(
                ExitCode.NOT_FOUND,
                office.run("admin", "revoke", "studio-key", "demo-studio", UNKNOWN, "--reason", "x")
                        .exit());
        assertEquals(
                ExitCode.NOT_FOUND,
                office.run("admin", "unrevoke", "license", UNKNOWN, "--reason", "x")
                        .exit());
        assertEquals(before, operator.audit(1).entries().size());
        assertFalse(done("admin", "audit").out().contains("  x"));

        try (SampleDevice device = SampleDevice.enrolled(shop, "emil")) {
            String id = device.keys().deviceId().hex();
            done("admin", "revoke", "device", id, "--reason", "lost on a train");
            List<AuditEntry> entries = operator.audit(before + 1).entries();
            AuditEntry entry = entries.stream()
                    .filter(each -> each.target().equals(id))
                    .findFirst()
                    .orElseThrow();
            assertEquals(AuditAction.REVOKE_DEVICE, entry.action());
            assertEquals("lost on a train", entry.reason());
            assertEquals("olga", entry.by());
            assertTrue(done("admin", "audit", "--from", Long.toString(entry.seq()))
                    .out()
                    .contains("lost on a train"));
        }
    }

    @Test
    void refusesWrongUsageAndWhoeverIsNoOperator() throws Exception {
        for (String[] wrong : new String[][] {
            {"admin"},
            {"admin", "revoke"},
            {"admin", "revoke", "license", UNKNOWN},
            {"admin", "revoke", "license", "--reason", "x"},
            {"admin", "revoke", "license", "not-an-id", "--reason", "x"},
            {"admin", "revoke", "license", UNKNOWN, "--reason", ""},
            {"admin", "revoke", "license", UNKNOWN, "--reason", "x".repeat(501)},
            {"admin", "revoke", "package", "demo-film", "0", "--reason", "x"},
            {"admin", "revoke", "package", "demo-film", "first", "--reason", "x"},
            {"admin", "unrevoke", "device", UNKNOWN, "--reason", "x"},
            {"admin", "audit", "--from", "yesterday"}
        }) {
            Office.Said said = office.run(wrong);
            assertEquals(ExitCode.USAGE, said.exit(), String.join(" ", wrong) + said.err());
        }
        done("admin", "revoke", "device", deviceOf("finn"), "--reason", "x".repeat(500));
        for (String token : List.of("buyer:olga", "studio:olga", "accountant:olga", "service:storefront")) {
            signedIn(token);
            Office.Said said = office.run("admin", "audit");
            assertEquals(ExitCode.DENIED, said.exit(), said.err());
            assertTrue(said.err().contains("operator"), said.err());
        }
        signedIn(OPERATOR);
    }

    private static String deviceOf(String subject) throws Exception {
        try (SampleDevice device = SampleDevice.enrolled(shop, subject)) {
            return device.keys().deviceId().hex();
        }
    }

    private static Office.Said done(String... arguments) {
        Office.Said said = office.run(arguments);
        assertEquals(ExitCode.DONE, said.exit(), said.err());
        return said;
    }

    private static void renew(SampleDevice device, LicenseId id, String grant) throws Exception {
        device.open(device.api().renew(id.hex(), device.signed(DeviceAction.RENEW, grant, Use.STREAM)));
    }

    private static LicenseStatus status(SampleDevice device, LicenseId id) throws Exception {
        return LicenseStatus.read(device.api().status(id.hex()), shop.keys());
    }

    private static RevocationDelta delta(SampleDevice device) throws Exception {
        return RevocationDelta.read(device.api().revocations(0), shop.keys());
    }

    private static void refused(ProblemType type, Executable action) {
        ApiRefusal refused = assertThrows(ApiRefusal.class, action);
        assertEquals(type, refused.problem().type(), refused.getMessage());
    }
}
