package sealswarm.overlay.origin;

/** Names of a track's files within its directory. */
final class TrackFiles {
    static final String DATA = "data";
    static final String LEAVES = "leaves";
    static final String LEAVES_ARRIVING = "leaves.arriving";
    static final String METAINFO = "metainfo";
    static final String COMPANION = "metainfo.v1";
    static final String POLICY = "policy";
    static final String OFFSET = "offset";

    private TrackFiles() {}
}
