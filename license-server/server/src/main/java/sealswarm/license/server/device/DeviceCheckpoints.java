package sealswarm.license.server.device;

/** Told of each step of an enrolment that a crash could follow. */
@FunctionalInterface
public interface DeviceCheckpoints {
    /** Steps after which something is durable. */
    enum Checkpoint {
        SLOT_TAKEN,
        DEVICE_STORED
    }

    /** Does nothing. */
    DeviceCheckpoints NONE = checkpoint -> {};

    void reached(Checkpoint checkpoint);
}
