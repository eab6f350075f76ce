package sealswarm.format;

import sealswarm.format.manifest.TrackInfoHashes;
import sealswarm.overlay.metainfo.InfoHashes;
import sealswarm.overlay.metainfo.Metainfo;
import sealswarm.overlay.metainfo.MetainfoException;
import sealswarm.overlay.metainfo.MetainfoWriter;
import sealswarm.overlay.metainfo.TrackHashes;

/** Both metainfos over one ciphertext, made once, and the info-hashes that a reader finds in them. Immutable. */
final class TrackMetainfos {
    private final byte[] hybrid;
    private final byte[] v1Only;
    private final TrackInfoHashes infoHashes;

    private TrackMetainfos(byte[] hybrid, byte[] v1Only) throws MetainfoException {
        this.hybrid = hybrid;
        this.v1Only = v1Only;
        InfoHashes ofHybrid = Metainfo.parse(hybrid).infoHashes();
        InfoHashes ofCompanion = Metainfo.parse(v1Only).infoHashes();
        this.infoHashes = new TrackInfoHashes(
                ofHybrid.v2().orElseThrow(),
                ofHybrid.v1().orElseThrow(),
                ofCompanion.v1().orElseThrow());
    }

    /** Those of the file {@code name} with the given hashes. */
    static TrackMetainfos of(String name, TrackHashes hashes) {
        try {
            return new TrackMetainfos(MetainfoWriter.hybrid(name, hashes), MetainfoWriter.v1Only(name, hashes));
        } catch (MetainfoException e) {
            throw new IllegalStateException("our own metainfo does not parse", e);
        }
    }

    byte[] hybrid() {
        return hybrid.clone();
    }

    byte[] v1Only() {
        return v1Only.clone();
    }

    TrackInfoHashes infoHashes() {
        return infoHashes;
    }
}
