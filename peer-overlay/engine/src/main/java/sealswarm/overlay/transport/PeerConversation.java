package sealswarm.overlay.transport;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sealswarm.overlay.peer.Peer;
import sealswarm.overlay.peer.PeerLink;
import sealswarm.overlay.swarm.Swarm;
import sealswarm.overlay.wire.Handshake;
import sealswarm.overlay.wire.LentMemory;
import sealswarm.overlay.wire.MessageDecoder;
import sealswarm.overlay.wire.PeerMessage;
import sealswarm.overlay.wire.WireException;

/** What is said on a connection, whatever carries it: first the handshake, then messages, until either side closes. */
final class PeerConversation {
    private static final Logger LOG = LoggerFactory.getLogger(PeerConversation.class);

    private final PeerLink link;
    private final LentMemory blocks;
    private final Consumer<Handshake> reply;
    private final Function<Handshake, Optional<Entrance>> gate;
    private final Runnable onJoined;
    private final byte[] handshake = new byte[Handshake.LENGTH];
    private int handshakeFilled;
    private @Nullable MessageDecoder decoder;
    private @Nullable Swarm swarm;
    private @Nullable Peer peer;

    /**
     * How a connection gets in.
     *
     * @param swarm the swarm it joins
     * @param reply the handshake to send first; empty if ours has been sent
     * @param protocol what the agreed id stands for
     */
    record Entrance(Swarm swarm, Optional<Handshake> reply, Peer.Protocol protocol) {}

    /**
     * A conversation that has not begun.
     *
     * @param blocks where blocks are kept
     * @param reply sends our handshake
     * @param gate decides on the other end's
     * @param onJoined called when it is in the swarm
     */
    PeerConversation(
            PeerLink link,
            LentMemory blocks,
            Consumer<Handshake> reply,
            Function<Handshake, Optional<Entrance>> gate,
            Runnable onJoined) {
        this.link = link;
        this.blocks = blocks;
        this.reply = reply;
        this.gate = gate;
        this.onJoined = onJoined;
    }

    boolean hasJoined() {
        return peer != null;
    }

    /** The connection is gone. */
    void closed() {
        Swarm from = swarm;
        Peer gone = peer;
        if (from != null && gone != null) {
            from.left(gone);
        }
    }

    /** The link takes data again. */
    void writable() {
        Swarm to = swarm;
        Peer ready = peer;
        if (to != null && ready != null) {
            to.writable(ready);
        }
    }

    /** Nothing more is at hand for now. */
    void inputEnded() {
        Swarm to = swarm;
        Peer from = peer;
        if (to != null && from != null) {
            to.inputEnded(from);
        }
    }

    /** Takes the next bytes of the stream and keeps none of them. A breach of the protocol ends the conversation. */
    void received(ByteBuffer in) {
        try {
            if (peer != null || shakeHands(in)) {
                receive(in);
            }
        } catch (WireException e) {
            LOG.debug("closing {}: {}", link.remoteHost(), e.getMessage());
            link.close();
            closed();
        }
    }

    private boolean shakeHands(ByteBuffer in) throws WireException {
        int count = Math.min(in.remaining(), handshake.length - handshakeFilled);
        in.get(handshake, handshakeFilled, count);
        handshakeFilled += count;
        Handshake.checkPrefix(handshake, handshakeFilled);
        if (handshakeFilled < handshake.length) {
            return false;
        }
        Handshake theirs = Handshake.decode(handshake);
        Optional<Entrance> entrance = gate.apply(theirs);
        if (entrance.isEmpty()) {
            link.close();
            return false;
        }
        // What joining says leaves in the loop's next turn, so the handshake is still first; who is refused gets not
        // even that.
        Optional<Peer> joined =
                entrance.get().swarm().join(link, theirs, entrance.get().protocol());
        if (joined.isEmpty()) {
            link.close();
            return false;
        }
        entrance.get().reply().ifPresent(reply);
        swarm = entrance.get().swarm();
        peer = joined.get();
        decoder = new MessageDecoder(entrance.get().swarm().layout().pieceCount(), blocks);
        onJoined.run();
        return true;
    }

    private void receive(ByteBuffer in) throws WireException {
        MessageDecoder cut = decoder;
        Swarm to = swarm;
        Peer from = peer;
        if (cut == null || to == null || from == null) {
            return;
        }
        for (Optional<PeerMessage> next = cut.next(in); next.isPresent(); next = cut.next(in)) {
            to.receive(from, next.get());
        }
    }
}
