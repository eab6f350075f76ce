package sealswarm.overlay.host;

import java.time.Instant;
import sealswarm.overlay.merkle.LeafSidecar;
import sealswarm.overlay.token.SwarmId;

/**
 * A track on a host's disk, whole or arriving.
 *
 * @param swarmId the track
 * @param sizeBytes its length
 * @param usedAt when a peer last took something of it; when it was taken in, if none has
 * @param arriving whether bytes of it are missing
 */
record HeldTrack(SwarmId swarmId, long sizeBytes, Instant usedAt, Arrival arriving) {
    /** Whether a track is whole. */
    enum Arrival {
        WHOLE,
        ARRIVING
    }

    /** What a track of a length takes of the disk: its bytes and their leaves. */
    static long costBytes(long sizeBytes) {
        return sizeBytes + LeafSidecar.lengthBytes(sizeBytes);
    }
}
