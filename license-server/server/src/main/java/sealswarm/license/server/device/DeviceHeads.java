package sealswarm.license.server.device;

/** Where the server's copy of a device's receipt log ends: asked of the metering room. Blocking; thread-safe. */
@FunctionalInterface
public interface DeviceHeads {
    /** The last entry held of the device's current epoch. */
    EnrolledDevice.LogHint head(EnrolledDevice device);
}
