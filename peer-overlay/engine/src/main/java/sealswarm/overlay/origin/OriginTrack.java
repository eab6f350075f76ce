package sealswarm.overlay.origin;

import java.nio.file.Path;
import java.util.Optional;
import sealswarm.overlay.merkle.MerkleHash;
import sealswarm.overlay.metainfo.Metainfo;
import sealswarm.overlay.metainfo.PiecesRoot;
import sealswarm.overlay.token.SwarmId;
import sealswarm.overlay.tracker.SwarmIds;
import sealswarm.overlay.tracker.TrackPolicy;

/**
 * A complete track of the store: all its bytes are on the disk and belong to its root.
 *
 * @param metainfo the hybrid metainfo, without links
 * @param companion the v1-only metainfo over the same bytes, without links
 * @param policy who may join its swarm
 * @param directory where its files are
 */
public record OriginTrack(Metainfo metainfo, Optional<Metainfo> companion, TrackPolicy policy, Path directory) {
    /** The swarm's name in tokens and paths. */
    public SwarmId swarmId() {
        return new SwarmId(metainfo.infoHashes().swarmId().hex());
    }

    /** All ids peers call it by. */
    public SwarmIds ids() {
        return SwarmIds.of(metainfo.infoHashes(), companion.map(Metainfo::infoHashes));
    }

    /** Its opaque file name in URLs: hex of the root's first 16 bytes. */
    public String name() {
        return metainfo.name();
    }

    /** The Merkle root over its bytes. */
    public MerkleHash root() {
        return metainfo.root().map(PiecesRoot::hash).orElseThrow();
    }

    /** Its length. */
    public long sizeBytes() {
        return metainfo.lengthBytes();
    }

    /** The file of its bytes. */
    public Path data() {
        return TrackFiles.data(directory, metainfo);
    }

    /** The file of its leaves. */
    public Path leaves() {
        return TrackFiles.leaves(directory, metainfo);
    }
}
