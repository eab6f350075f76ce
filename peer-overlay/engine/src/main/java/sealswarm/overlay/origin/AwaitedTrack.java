package sealswarm.overlay.origin;

import java.nio.file.Path;
import java.util.Optional;
import sealswarm.overlay.metainfo.Metainfo;
import sealswarm.overlay.token.SwarmId;
import sealswarm.overlay.tracker.SwarmIds;
import sealswarm.overlay.tracker.TrackPolicy;

/**
 * A track the store knows by metainfo and leaves, and whose bytes are still to come.
 *
 * @param metainfo the hybrid metainfo, without links
 * @param companion the v1-only metainfo over the same bytes, without links
 * @param policy who may join its swarm
 * @param directory where its files arrive
 */
public record AwaitedTrack(Metainfo metainfo, Optional<Metainfo> companion, TrackPolicy policy, Path directory) {
    /** The swarm's name in tokens and paths. */
    public SwarmId swarmId() {
        return new SwarmId(metainfo.infoHashes().swarmId().hex());
    }

    /** All ids peers call it by. */
    public SwarmIds ids() {
        return SwarmIds.of(metainfo.infoHashes(), companion.map(Metainfo::infoHashes));
    }
}
