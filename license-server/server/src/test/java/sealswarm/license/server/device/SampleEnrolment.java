package sealswarm.license.server.device;

import java.security.SecureRandom;
import java.time.Instant;
import sealswarm.license.device.DeviceKeys;
import sealswarm.license.message.Devices.DeviceState;
import sealswarm.license.receipt.ReceiptChain;
import sealswarm.license.server.grant.SampleGrant;

/** A device as it is stored once it is enrolled. */
public final class SampleEnrolment {
    private static final SecureRandom RANDOM = new SecureRandom();

    private SampleEnrolment() {}

    public static EnrolledDevice of(String subject) {
        try (DeviceKeys keys = DeviceKeys.random(RANDOM)) {
            return of(subject, keys);
        }
    }

    public static EnrolledDevice of(String subject, DeviceKeys keys) {
        Instant at = SampleGrant.BEFORE;
        return new EnrolledDevice(
                keys.deviceId(),
                subject,
                "b".repeat(32),
                keys.kem().publicKey(),
                keys.signing().verifyKey(),
                "Test",
                "Linux",
                DeviceState.ACTIVE,
                at,
                at,
                1,
                new EnrolledDevice.LogHint(1, 0, ReceiptChain.genesis(keys.deviceId(), 1), 0),
                1);
    }
}
