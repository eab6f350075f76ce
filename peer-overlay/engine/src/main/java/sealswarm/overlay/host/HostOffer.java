package sealswarm.overlay.host;

import sealswarm.overlay.token.SwarmId;

/**
 * A track that an edge lets hosts carry.
 *
 * @param swarmId the track
 * @param sizeBytes its length, at least 1
 * @param seeds peers that have all of it, the edge among them
 * @param leechers peers that fetch it
 */
record HostOffer(SwarmId swarmId, long sizeBytes, int seeds, int leechers) {
    HostOffer {
        if (sizeBytes < 1 || seeds < 0 || leechers < 0) {
            throw new IllegalArgumentException("an offer is out of range");
        }
    }

    /** How much one more host would help: those who fetch, per one who gives. */
    double need() {
        return (leechers + 1.0) / (seeds + 1.0);
    }
}
