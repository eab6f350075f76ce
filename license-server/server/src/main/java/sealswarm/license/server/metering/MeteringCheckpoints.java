package sealswarm.license.server.metering;

/** Told of each step of an upload that a crash could follow. */
@FunctionalInterface
public interface MeteringCheckpoints {
    /** Steps after which something is durable. */
    enum Checkpoint {
        SEGMENT_STORED,
        GRANTS_UPDATED
    }

    /** Does nothing. */
    MeteringCheckpoints NONE = checkpoint -> {};

    void reached(Checkpoint checkpoint);
}
