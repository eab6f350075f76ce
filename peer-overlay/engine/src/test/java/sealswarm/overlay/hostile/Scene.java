package sealswarm.overlay.hostile;

import java.util.Arrays;
import java.util.function.Consumer;
import sealswarm.overlay.SampleSwarm;
import sealswarm.overlay.SampleSwarm.Form;
import sealswarm.overlay.merkle.MerkleHash;
import sealswarm.overlay.metainfo.InfoHash;
import sealswarm.overlay.metainfo.Metainfo;
import sealswarm.overlay.swarm.PeerAddress;
import sealswarm.overlay.wire.BlockRange;

/**
 * What a script knows of its victim.
 *
 * @param sample the track
 * @param form the metainfo in use
 * @param port where the victim listens
 * @param recommend tells the victim of a peer to call
 */
record Scene(SampleSwarm sample, Form form, int port, Consumer<PeerAddress> recommend) {
    /** Bytes of a piece. */
    static final int PIECE = 65_536;

    /** Pieces of the track; the last is short. */
    static final int PIECES = 11;

    /** The track's length. */
    static final int SIZE = (PIECES - 1) * PIECE + 20_000;

    /** The id the swarm is called by. */
    InfoHash wireId() {
        return metainfo().infoHashes().wireIds().get(0);
    }

    /** The right bytes. */
    byte[] block(BlockRange range) {
        int from = range.piece() * PIECE + range.begin();
        // libtorrent's padded last block of v2 ends in zeros.
        return Arrays.copyOfRange(sample.content(), from, from + range.length());
    }

    /** The root of the track's tree; zeros where the metainfo has none. */
    MerkleHash root() {
        return metainfo().root().map(root -> root.hash()).orElse(MerkleHash.ZERO);
    }

    private Metainfo metainfo() {
        return sample.metainfo(form);
    }
}
