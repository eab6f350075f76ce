package sealswarm.license.server.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import sealswarm.license.device.DeviceEnrolment;
import sealswarm.license.device.DeviceKeys;
import sealswarm.license.message.Devices.DeviceState;
import sealswarm.license.problem.ProblemType;
import sealswarm.license.server.grant.SampleGrant;
import sealswarm.license.server.http.ProblemException;
import sealswarm.license.server.revocation.MemoryRevocationStore;
import sealswarm.license.wire.Nonce;

class DeviceDeskTest {
    private static final String ISSUER = "https://license.example";
    private static final SecureRandom RANDOM = new SecureRandom();

    private final MemoryDeviceStore store = new MemoryDeviceStore();
    private final MemoryRevocationStore revocations = new MemoryRevocationStore();
    private final List<DeviceKeys> made = new ArrayList<>();
    private Instant now = SampleGrant.NOON;
    private final DeviceDesk desk = new DeviceDesk(store, revocations, RANDOM, () -> now, DeviceCheckpoints.NONE);

    @AfterEach
    void close() {
        made.forEach(DeviceKeys::close);
    }

    private DeviceKeys keys() {
        DeviceKeys keys = DeviceKeys.random(RANDOM);
        made.add(keys);
        return keys;
    }

    private EnrolledDevice enrol(String subject, DeviceKeys keys) {
        return desk.enrol(subject, signed(keys, ISSUER, subject), ISSUER);
    }

    private DeviceEnrolment signed(DeviceKeys keys, String issuer, String account) {
        return DeviceEnrolment.read(
                DeviceEnrolment.sign(keys, issuer, account, "Test", "Linux", Nonce.random(RANDOM), SampleGrant.NOON));
    }

    private static ProblemException assertRefused(ProblemType type, Executable call) {
        ProblemException refused = assertThrows(ProblemException.class, call);
        assertEquals(type, refused.type());
        return refused;
    }

    @Test
    void enrollingTwiceIsOneDevice() {
        DeviceKeys keys = keys();
        EnrolledDevice first = enrol("anna", keys);
        now = now.plusSeconds(60);
        assertEquals(first, enrol("anna", keys));
        assertEquals(1, desk.list("anna").slots().used());
    }

    @Test
    void accountHasTenSlotsAndNotEleven() {
        for (int i = 0; i < BuyerAccount.MAX_DEVICES; i++) {
            enrol("anna", keys());
        }
        ProblemException refused = assertRefused(ProblemType.DEVICE_LIMIT, () -> enrol("anna", keys()));
        assertTrue(String.valueOf(refused.members().get("deviceSlots")).contains("used=10"), () -> refused.members()
                .toString());
        enrol("bert", keys());
    }

    @Test
    void freedSlotsAreFilledTenTimesInNinetyDaysAndNotOnceMore() {
        for (int i = 0; i < BuyerAccount.MAX_SWAPS; i++) {
            desk.remove("anna", enrol("anna", keys()).id());
        }
        Instant lastFreed = now;
        for (int i = 0; i < BuyerAccount.MAX_DEVICES; i++) {
            enrol("anna", keys());
        }
        EnrolledDevice last =
                store.device(store.buyer("anna").orElseThrow().devices().get(0)).orElseThrow();
        desk.remove("anna", last.id());
        assertRefused(ProblemType.DEVICE_LIMIT, () -> enrol("anna", keys()));
        now = lastFreed.plus(BuyerAccount.SWAP_WINDOW).minusSeconds(1);
        ProblemException refused = assertRefused(ProblemType.DEVICE_LIMIT, () -> enrol("anna", keys()));
        assertEquals("2031-07-04T12:00:00Z", refused.members().get("retryAt"));
        now = now.plusSeconds(1);
        enrol("anna", keys());
    }

    @Test
    void enrolmentForAnotherServerOrAccountIsRefused() {
        DeviceKeys keys = keys();
        assertRefused(
                ProblemType.BAD_SIGNATURE,
                () -> desk.enrol("anna", signed(keys, "https://other.example", "anna"), ISSUER));
        assertRefused(ProblemType.BAD_SIGNATURE, () -> desk.enrol("bert", signed(keys, ISSUER, "anna"), ISSUER));
        assertEquals(0, desk.list("anna").slots().used());
    }

    @Test
    void deviceOfAnotherAccountStaysThatOnes() {
        DeviceKeys keys = keys();
        enrol("anna", keys);
        assertRefused(ProblemType.BAD_SIGNATURE, () -> enrol("bert", keys));
        assertRefused(ProblemType.NOT_FOUND, () -> desk.remove("bert", keys.deviceId()));
        assertEquals("anna", store.device(keys.deviceId()).orElseThrow().subject());
    }

    @Test
    void signedOutDeviceIsRevokedOnceAndNeverComesBack() {
        DeviceKeys keys = keys();
        enrol("anna", keys);
        desk.remove("anna", keys.deviceId());
        desk.remove("anna", keys.deviceId());
        assertEquals(1, revocations.epoch());
        assertEquals(0, desk.list("anna").slots().used());
        assertEquals(9, desk.list("anna").slots().swapsLeft());
        assertRefused(ProblemType.DEVICE_REVOKED, () -> enrol("anna", keys));
    }

    @Test
    void slotThatACrashLeftIsFilledByTheSameDevice() {
        DeviceKeys keys = keys();
        BuyerAccount account = desk.account("anna");
        assertTrue(store.putBuyer(account.with(keys.deviceId())));
        enrol("anna", keys);
        assertEquals(1, desk.list("anna").slots().used());
    }

    @Test
    void quarantineStopsAnActiveDeviceAndBringsNoneBack() {
        DeviceKeys keys = keys();
        enrol("anna", keys);
        desk.quarantine(keys.deviceId());
        assertEquals(
                DeviceState.QUARANTINED,
                store.device(keys.deviceId()).orElseThrow().state());
        desk.remove("anna", keys.deviceId());
        desk.quarantine(keys.deviceId());
        assertEquals(
                DeviceState.REMOVED, store.device(keys.deviceId()).orElseThrow().state());
    }

    @Test
    void restoredBackupsThatMeetOpenOneEpoch() {
        EnrolledDevice device = enrol("anna", keys());
        assertEquals(2, desk.nextEpoch(device).epoch());
        assertEquals(2, desk.nextEpoch(device).epoch(), "the same state of the device was seen twice");
        assertEquals(2, store.device(device.id()).orElseThrow().epoch());
    }

    @Test
    void pseudonymIsMadeOncePerAccount() {
        String annas = desk.account("anna").buyer();
        assertEquals(annas, desk.account("anna").buyer());
        assertNotEquals(annas, desk.account("bert").buyer());
        assertRefused(ProblemType.MALFORMED, () -> desk.account("anna:{$gt}"));
        assertRefused(ProblemType.MALFORMED, () -> desk.account("a".repeat(65)));
        assertEquals(32, desk.account("a".repeat(64)).buyer().length());
    }
}
