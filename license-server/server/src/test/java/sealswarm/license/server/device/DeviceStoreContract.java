package sealswarm.license.server.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static sealswarm.license.server.grant.SampleGrant.NOON;
import static sealswarm.license.server.grant.SampleGrant.device;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import sealswarm.license.device.DeviceId;
import sealswarm.license.message.Devices.DeviceState;
import sealswarm.license.wire.Sha256Hex;

/** What every {@link DeviceStore} must do. */
abstract class DeviceStoreContract {
    abstract DeviceStore store();

    @Test
    void accountIsMadeOnceAndChangedVersionByVersion() {
        DeviceStore store = store();
        assertEquals(Optional.empty(), store.buyer("anna"));
        BuyerAccount first = BuyerAccount.fresh("anna", "a".repeat(32));
        assertTrue(store.putBuyer(first));
        assertFalse(store.putBuyer(BuyerAccount.fresh("anna", "b".repeat(32))), "there is one");
        BuyerAccount second = first.with(device(1)).with(device(2));
        assertFalse(store.putBuyer(second), "it skips a version");
        assertTrue(store.putBuyer(first.with(device(1))));
        assertFalse(store.putBuyer(first.with(device(2))), "it was changed meanwhile");
        BuyerAccount freed = first.with(device(1)).without(device(1), NOON);
        assertTrue(store.putBuyer(freed));
        assertEquals(Optional.of(freed), store.buyer("anna"));
        assertFalse(store.putBuyer(new BuyerAccount("nobody", "c".repeat(32), List.of(), List.of(), 2)));
    }

    @Test
    void firstDeviceOfAnIdStays() {
        DeviceStore store = store();
        EnrolledDevice annas = SampleEnrolment.of("anna");
        assertEquals(Optional.empty(), store.device(annas.id()));
        assertEquals(annas, store.insert(annas));
        EnrolledDevice berts = new EnrolledDevice(
                annas.id(),
                "bert",
                annas.buyer(),
                annas.kem(),
                annas.signing(),
                annas.name(),
                annas.platform(),
                annas.state(),
                annas.enrolledAt(),
                annas.lastSeenAt(),
                annas.epoch(),
                annas.hint(),
                1);
        assertEquals(annas, store.insert(berts));
        assertEquals(Optional.of(annas), store.device(annas.id()));
    }

    @Test
    void deviceIsChangedVersionByVersion() {
        DeviceStore store = store();
        EnrolledDevice device = store.insert(SampleEnrolment.of("anna"));
        EnrolledDevice next = device.inEpoch(2);
        assertTrue(store.replace(next));
        assertFalse(store.replace(device.in(DeviceState.REMOVED)), "it was changed meanwhile");
        assertTrue(store.replace(next.in(DeviceState.QUARANTINED)));
        assertEquals(Optional.of(next.in(DeviceState.QUARANTINED)), store.device(device.id()));
        assertFalse(store.replace(SampleEnrolment.of("bert").inEpoch(2)), "there is none");
    }

    @Test
    void hintChangesNoVersion() {
        DeviceStore store = store();
        EnrolledDevice device = store.insert(SampleEnrolment.of("anna"));
        EnrolledDevice.LogHint hint = new EnrolledDevice.LogHint(1, 9, new Sha256Hex("e".repeat(64)), 5);
        store.hint(device.id(), hint, NOON);
        EnrolledDevice seen = store.device(device.id()).orElseThrow();
        assertEquals(hint, seen.hint());
        assertEquals(NOON, seen.lastSeenAt());
        assertEquals(device.ver(), seen.ver());
        assertTrue(store.replace(device.in(DeviceState.REMOVED)), "a hint is no change");
        store.hint(new DeviceId("0".repeat(32)), hint, NOON);
        assertEquals(Optional.empty(), store.device(new DeviceId("0".repeat(32))));
    }
}
