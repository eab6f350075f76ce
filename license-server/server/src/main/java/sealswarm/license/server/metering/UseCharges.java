package sealswarm.license.server.metering;

/** Told of every segment once it is durable: the door to metered charging. Blocking. */
@FunctionalInterface
public interface UseCharges {
    /** Nothing is metered. */
    UseCharges NONE = segment -> {};

    /**
     * Charges what the accepted entries of a segment used. Called again when a segment is uploaded again, so every charge needs
     * an id that follows from (device, epoch, seq).
     */
    void charge(StoredSegment segment);
}
