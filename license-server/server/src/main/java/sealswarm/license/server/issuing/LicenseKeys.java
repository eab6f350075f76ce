package sealswarm.license.server.issuing;

import java.time.Instant;
import sealswarm.format.envelope.Envelope;
import sealswarm.license.LicenseStatus;
import sealswarm.license.device.DeviceId;
import sealswarm.license.device.DeviceRequest.LogPosition;
import sealswarm.license.receipt.LogHead;
import sealswarm.license.server.keystore.KeyGate;
import sealswarm.license.server.keystore.Keystore;

/** Signs what the room answers. CPU work: off the event loop. */
final class LicenseKeys {
    private final KeyGate keys;

    LicenseKeys(KeyGate keys) {
        this.keys = keys;
    }

    Keystore require() {
        return keys.require();
    }

    Envelope head(DeviceId device, LogPosition position, Instant now) {
        return new LogHead(device, position.epoch(), position.seq(), position.hash(), now)
                .sign(require().documents());
    }

    Envelope status(LicenseStatus status) {
        return status.sign(require().documents());
    }
}
