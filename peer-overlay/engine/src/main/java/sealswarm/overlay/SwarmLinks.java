package sealswarm.overlay;

import io.vertx.core.Vertx;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sealswarm.overlay.membership.EdgeDesk;
import sealswarm.overlay.metainfo.Metainfo;
import sealswarm.overlay.metainfo.MetainfoLinks;
import sealswarm.overlay.token.PeerPublicKey;
import sealswarm.overlay.tracker.SwarmIds;
import sealswarm.overlay.tracker.TrackerDiscovery;
import sealswarm.overlay.transport.SystemClock;
import sealswarm.overlay.webseed.LeavesInTurn;
import sealswarm.overlay.webseed.WebSeedSource;

/** Follows the links of a metainfo: its trackers find peers, its web seeds and their leaves become sources. Thread-safe. */
public final class SwarmLinks {
    /** Most web seeds used of one metainfo. */
    public static final int MAX_WEB_SEEDS = 8;

    /** Most keys of edges used of one metainfo. */
    public static final int MAX_EDGE_KEYS = 32;

    private static final Logger LOG = LoggerFactory.getLogger(SwarmLinks.class);

    private final Vertx vertx;
    private final RandomGenerator random;

    /**
     * Makes links of tracks of one engine.
     *
     * @param random chance for peer ids and keys; a secure source in production
     */
    public SwarmLinks(Vertx vertx, RandomGenerator random) {
        this.vertx = vertx;
        this.random = random;
    }

    /** Lets an open track use every tracker and web seed of {@code links}; those that are not HTTP are left out. */
    public void follow(TrackRequest request, OverlayTrack track, int listenPort, MetainfoLinks links) {
        if (!links.trackers().isEmpty()) {
            SwarmIds ids = SwarmIds.of(
                    request.metainfo().infoHashes(), request.companion().map(Metainfo::infoHashes));
            track.discover(new TrackerDiscovery(vertx, ids, links.trackers(), listenPort, track::learnReach, random));
        }
        request.peerKey()
                .flatMap(key -> EdgeDesk.at(
                        vertx,
                        links.trackers().stream().flatMap(List::stream).toList(),
                        edgeKeys(links),
                        key,
                        InstantSource.system(),
                        random))
                .ifPresent(track::enrol);
        if (links.company() == MetainfoLinks.Company.MEMBERS) {
            track.admitStrangers(host -> false);
        }
        List<WebSeedSource> sources = sources(request, links);
        sources.forEach(track::addSource);
        // Who names leaves is an edge of ours, and so are its siblings: each has them beside the file.
        if (links.leavesUrl().isPresent() && !sources.isEmpty()) {
            track.setLeafSource(new LeavesInTurn(sources));
        }
    }

    private List<WebSeedSource> sources(TrackRequest request, MetainfoLinks links) {
        List<WebSeedSource> sources = new ArrayList<>();
        Optional<String> leavesUrl = links.leavesUrl();
        List<String> urls = links.webSeeds().stream().limit(MAX_WEB_SEEDS).toList();
        Set<String> listed = urls.stream().map(WebSeedSource::origin).collect(Collectors.toSet());
        for (String url : urls) {
            try {
                String name = request.metainfo().name();
                sources.add(new WebSeedSource(vertx, url, name, leavesUrl, listed, new SystemClock()));
            } catch (IllegalArgumentException e) {
                LOG.info("a web seed of the metainfo is left out: {}", e.getMessage());
            }
            leavesUrl = Optional.empty();
        }
        return sources;
    }

    private static Set<PeerPublicKey> edgeKeys(MetainfoLinks links) {
        Set<PeerPublicKey> keys = new HashSet<>();
        for (String hex : links.edgeKeys().stream().limit(MAX_EDGE_KEYS).toList()) {
            try {
                keys.add(new PeerPublicKey(hex));
            } catch (IllegalArgumentException e) {
                LOG.info("an edge's key in the metainfo is left out: {}", e.getMessage());
            }
        }
        return keys;
    }
}
