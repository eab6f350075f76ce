package sealswarm.license.server.device;

import java.util.Optional;
import sealswarm.license.device.DeviceId;

/** Where the server's copy of a device's receipt log ends: asked of the metering room. Blocking; thread-safe. */
public interface DeviceHeads {
    /** The last entry held of the device's current epoch. */
    EnrolledDevice.LogHint head(EnrolledDevice device);

    /**
     * The last entry held of the epoch this process saw last, if it saw the device lately: saves waiting for the device's
     * document. Only of use if that epoch is still the current one.
     */
    Optional<EnrolledDevice.LogHint> recall(DeviceId device);
}
