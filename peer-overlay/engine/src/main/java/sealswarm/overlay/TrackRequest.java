package sealswarm.overlay;

import java.nio.file.Path;
import java.util.Optional;
import sealswarm.overlay.metainfo.Metainfo;
import sealswarm.overlay.swarm.FallbackPolicy;
import sealswarm.overlay.swarm.PeerFilter;
import sealswarm.overlay.swarm.SwarmSettings;
import sealswarm.overlay.token.PeerSigningKey;

/**
 * What to open.
 *
 * @param metainfo the track; a hybrid one if there is one
 * @param companion the v1-only metainfo over the same bytes, so that clients that know only that one are peers too
 * @param directory where the track's file is or will be
 * @param settings limits of the swarm
 * @param policy how much to take from web seeds
 * @param filter who may not connect
 * @param peerKey our key for this track, by which we prove who we are; it must outlive the track
 */
public record TrackRequest(
        Metainfo metainfo,
        Optional<Metainfo> companion,
        Path directory,
        SwarmSettings settings,
        FallbackPolicy policy,
        PeerFilter filter,
        Optional<PeerSigningKey> peerKey) {
    public TrackRequest {
        if (companion.isPresent()
                && (companion.get().lengthBytes() != metainfo.lengthBytes()
                        || !companion.get().pieceLength().equals(metainfo.pieceLength())
                        || companion.get().pieceHashes().isEmpty()
                        || (metainfo.pieceHashes().isPresent()
                                && !metainfo.pieceHashes()
                                        .equals(companion.get().pieceHashes())))) {
            throw new IllegalArgumentException("the companion metainfo describes other bytes");
        }
    }

    /** A track with default limits, web seeds as soon as there are any. */
    public static TrackRequest of(Metainfo metainfo, Path directory) {
        return new TrackRequest(
                metainfo,
                Optional.empty(),
                directory,
                SwarmSettings.DEFAULTS,
                FallbackPolicy.ALWAYS,
                PeerFilter.NONE,
                Optional.empty());
    }

    /** The same with the v1-only metainfo over the same bytes. */
    public TrackRequest withCompanion(Metainfo other) {
        return new TrackRequest(metainfo, Optional.of(other), directory, settings, policy, filter, peerKey);
    }

    /** The same with other limits. */
    public TrackRequest withSettings(SwarmSettings other) {
        return new TrackRequest(metainfo, companion, directory, other, policy, filter, peerKey);
    }

    /** The same with a filter of who may connect. */
    public TrackRequest withFilter(PeerFilter other) {
        return new TrackRequest(metainfo, companion, directory, settings, policy, other, peerKey);
    }

    /** The same with another policy for web seeds. */
    public TrackRequest withPolicy(FallbackPolicy other) {
        return new TrackRequest(metainfo, companion, directory, settings, other, filter, peerKey);
    }

    /**
     * The same as a member: we prove a certificate of {@code other} to peers, once {@link SwarmLinks} or {@link OverlayTrack#enrol}
     * lets an edge give us one, acknowledge what we get of members, and collect acks for what we give.
     */
    public TrackRequest withPeerKey(PeerSigningKey other) {
        return new TrackRequest(metainfo, companion, directory, settings, policy, filter, Optional.of(other));
    }
}
