package sealswarm.license.server.metering;

/** Told of each step of an upload that a crash could follow. */
@FunctionalInterface
public interface MeteringCheckpoints {
    /** Steps after which something is durable. */
    enum Checkpoint {
        /** The segment is in the server's copy of the log; no grant and no charge knows of it. */
        SEGMENT_STORED,
        /** Grants have counted its plays; they are not charged. */
        GRANTS_UPDATED,
        /** Its metered plays are charged; nobody was told. */
        CHARGED
    }

    /** Does nothing. */
    MeteringCheckpoints NONE = checkpoint -> {};

    void reached(Checkpoint checkpoint);
}
