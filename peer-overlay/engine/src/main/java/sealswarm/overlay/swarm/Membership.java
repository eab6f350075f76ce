package sealswarm.overlay.swarm;

import java.util.Map;
import sealswarm.overlay.bencode.BencodeString;
import sealswarm.overlay.ext.ExtensionHandshake;
import sealswarm.overlay.peer.Peer;
import sealswarm.overlay.token.TrustDomain;
import sealswarm.overlay.wire.WireException;

/**
 * Who a swarm's peers are and what they confirm of each other, told in extension messages of its own beside the blocks. It belongs
 * to one swarm and its event loop; all calls must be quick.
 */
public interface Membership {
    /** Nobody proves anything, everybody is served alike. */
    Membership NONE = new Anyone();

    /** What a membership may bring about in its swarm. */
    interface Door {
        /** Ends a connection. */
        void drop(Peer peer);

        /** What {@link Membership#serves} or {@link Membership#sends} answer may have changed. */
        void reconsider(Peer peer);
    }

    /** Called once, before any other method. */
    void opened(Door door);

    /** The extensions we speak, with the numbers we give them. */
    Map<String, Integer> extensions();

    /** A peer is here. */
    void joined(Peer peer);

    /** A peer's extension handshake came; it may come again. */
    void introduced(Peer peer, ExtensionHandshake told);

    /**
     * A message of an extension came, under the number we gave it, or a number we never gave.
     *
     * @throws WireException if it breaks the protocol
     */
    void received(Peer peer, int extension, BencodeString payload) throws WireException;

    /** A peer is here no more. */
    void left(Peer peer);

    /** A peer's lie was proven: who it is is not let in again. */
    void convicted(Peer peer);

    /** A block of a peer proved right; each block of the track counts once. */
    void verified(Peer peer, int bytes);

    /** A block was sent to a peer. */
    void delivered(Peer peer, int bytes);

    /** The connection is about to end, or there is nothing more to get: what is owed is said now. */
    void settle(Peer peer);

    /** A second has passed. */
    void second();

    /** False for a peer that is not to have an upload slot now. */
    boolean serves(Peer peer);

    /** False while a peer that has a slot is to wait for the next block: what it asked for stays asked for. */
    boolean sends(Peer peer);

    /** What a peer has proven to be; {@link TrustDomain#STOCK} if nothing. */
    TrustDomain domain(Peer peer);
}
