package sealswarm.overlay.peer;

import java.util.BitSet;
import java.util.List;
import sealswarm.overlay.bencode.BencodeString;
import sealswarm.overlay.ext.ExtensionHandshake;
import sealswarm.overlay.merkle.HashRequest;
import sealswarm.overlay.merkle.MerkleLayer;
import sealswarm.overlay.picker.Block;
import sealswarm.overlay.wire.BlockData;
import sealswarm.overlay.wire.WireException;

/** What a peer does, after the rules of the protocol have been checked. */
public interface PeerListener {
    /** It told which pieces it has. */
    void piecesKnown(Peer peer, BitSet pieces);

    /** It got one more piece. */
    void pieceGained(Peer peer, int piece);

    /** It will answer requests. */
    void unchoked(Peer peer);

    /** It will not answer these requests. */
    void requestsLost(Peer peer, List<Block> blocks);

    /** It became interested, or stopped being so. */
    void interestChanged(Peer peer);

    /** A block we asked for arrived; its bytes are unchecked. */
    void blockArrived(Peer peer, Block block, BlockData data);

    /** A block arrived that we had taken back: the two crossed. Its bytes are unchecked. */
    void blockCrossed(Peer peer, Block block, BlockData data);

    /** It wants nodes of the Merkle tree. */
    void hashesWanted(Peer peer, HashRequest range);

    /** Nodes arrived that we asked for; unchecked. */
    void hashesArrived(Peer peer, HashRequest range, MerkleLayer hashes);

    /** It will not answer a hash request. */
    void hashesRefused(Peer peer, HashRequest range);

    /** Its extension handshake came; it may come again. */
    void introduced(Peer peer, ExtensionHandshake told);

    /**
     * A message of an extension came, under a number we gave it or any other but 0.
     *
     * @throws WireException if it breaks the protocol
     */
    void extended(Peer peer, int extension, BencodeString payload) throws WireException;
}
