package sealswarm.player.acquisition;

import sealswarm.license.message.Licenses.SwarmAccess;
import sealswarm.overlay.OverlayTrack;
import sealswarm.overlay.TrackRequest;
import sealswarm.player.playback.PeerChoice;

/** Connects an open track with its edge and, if the buyer allows it, with peers. */
@FunctionalInterface
public interface SwarmJoin {
    /**
     * @param listenPort the port peers can call
     * @param choice without peers nothing is announced and nobody is called
     */
    void join(TrackRequest request, OverlayTrack track, SwarmAccess access, int listenPort, PeerChoice choice);
}
