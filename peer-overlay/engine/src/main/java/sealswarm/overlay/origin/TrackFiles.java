package sealswarm.overlay.origin;

import java.nio.file.Path;
import sealswarm.overlay.merkle.LeafSidecar;
import sealswarm.overlay.metainfo.Metainfo;

/** Names of a track's files within its directory; data and leaves are named as the engine names them, which seeds them there. */
final class TrackFiles {
    static final String METAINFO = "metainfo";
    static final String COMPANION = "metainfo.v1";
    static final String POLICY = "policy";
    static final String OFFSET = "offset";

    private TrackFiles() {}

    static Path data(Path directory, Metainfo metainfo) {
        return directory.resolve(metainfo.name());
    }

    static Path leaves(Path directory, Metainfo metainfo) {
        return directory.resolve(metainfo.name() + LeafSidecar.SUFFIX);
    }

    static Path leavesArriving(Path directory, Metainfo metainfo) {
        return directory.resolve(metainfo.name() + LeafSidecar.SUFFIX + ".arriving");
    }
}
