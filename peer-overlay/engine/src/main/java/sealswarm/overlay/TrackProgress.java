package sealswarm.overlay;

import sealswarm.overlay.swarm.Totals;

/**
 * How far a track has come.
 *
 * @param lengthBytes length of the track
 * @param heldBytes bytes of complete, checked pieces
 * @param peers connected peers
 * @param diskFailing true while the disk refuses writes
 * @param totals bytes moved since the track was opened
 */
public record TrackProgress(long lengthBytes, long heldBytes, int peers, boolean diskFailing, Totals totals) {
    /** True if every piece is here. */
    public boolean isComplete() {
        return heldBytes == lengthBytes;
    }
}
