package sealswarm.overlay.metainfo;

import java.util.List;
import java.util.Optional;

/**
 * Where a swarm is met: everything of a metainfo that is outside {@code info} and may differ from buyer to buyer.
 *
 * @param trackers tiers of announce URLs (BEP 12); within a tier any order, tiers in order
 * @param webSeeds web seed URLs (BEP 19)
 * @param leavesUrl where the {@code .leaves} sidecar is, if anywhere
 * @param edgeKeys certificate keys of the edges, hexadecimal
 * @param company who may have the bytes
 */
public record MetainfoLinks(
        List<List<String>> trackers,
        List<String> webSeeds,
        Optional<String> leavesUrl,
        List<String> edgeKeys,
        Company company) {
    /** Who may have the bytes of a track. */
    public enum Company {
        /** Whoever asks. */
        ANYBODY,
        /** Peers that prove a certificate of one of the edges. */
        MEMBERS
    }

    /** No link at all. */
    public static final MetainfoLinks NONE = new MetainfoLinks(List.of(), List.of(), Optional.empty(), List.of());

    /** Most URLs of any one kind that a reader takes; further ones are ignored. */
    public static final int MAX_URLS = 100;

    public MetainfoLinks {
        trackers = trackers.stream().map(List::copyOf).toList();
        webSeeds = List.copyOf(webSeeds);
        edgeKeys = List.copyOf(edgeKeys);
    }

    /** Links of a track that anybody may have. */
    public MetainfoLinks(
            List<List<String>> trackers, List<String> webSeeds, Optional<String> leavesUrl, List<String> edgeKeys) {
        this(trackers, webSeeds, leavesUrl, edgeKeys, Company.ANYBODY);
    }

    /** The same for another company. */
    public MetainfoLinks withCompany(Company other) {
        return new MetainfoLinks(trackers, webSeeds, leavesUrl, edgeKeys, other);
    }

    /** One tracker and one web seed. */
    public static MetainfoLinks of(String tracker, String webSeed) {
        return new MetainfoLinks(List.of(List.of(tracker)), List.of(webSeed), Optional.empty(), List.of());
    }
}
