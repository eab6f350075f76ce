package sealswarm.player.acquisition;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import sealswarm.license.message.Licenses.SwarmAccess;
import sealswarm.overlay.OverlayTrack;
import sealswarm.overlay.SwarmLinks;
import sealswarm.overlay.TrackRequest;
import sealswarm.overlay.metainfo.MetainfoLinks;
import sealswarm.player.playback.PeerChoice;

/** Joins by the addresses of a license answer: web seeds always, trackers only where the buyer allows peers. */
public final class EdgeJoin implements SwarmJoin {
    private final SwarmLinks links;

    public EdgeJoin(SwarmLinks links) {
        this.links = links;
    }

    @Override
    public void join(TrackRequest request, OverlayTrack track, SwarmAccess access, int listenPort, PeerChoice choice) {
        // Each edge is a tier of its own: the first is tried until it fails, so that a swarm meets on one tracker.
        List<List<String>> tiers = choice.usesPeers()
                ? access.announce().stream().map(uri -> List.of(uri.toString())).toList()
                : List.of();
        links.follow(
                request,
                track,
                listenPort,
                new MetainfoLinks(
                        tiers,
                        access.webSeeds().stream().map(URI::toString).toList(),
                        Optional.of(access.leaves().toString()),
                        request.metainfo().links().edgeKeys(),
                        request.metainfo().links().company()));
    }
}
