package sealswarm.overlay.transport;

import io.netty.buffer.ByteBuf;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.net.NetSocketInternal;
import io.vertx.core.net.NetSocket;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sealswarm.overlay.peer.Peer;
import sealswarm.overlay.swarm.Swarm;
import sealswarm.overlay.wire.Handshake;
import sealswarm.overlay.wire.LentMemory;
import sealswarm.overlay.wire.MessageDecoder;
import sealswarm.overlay.wire.PeerMessage;
import sealswarm.overlay.wire.WireException;

/**
 * One TCP connection: first the handshake, then messages, until either side closes. Bytes are read where the socket put them; the
 * only copy is that of a block into memory of its own.
 */
final class PeerSocket {
    private static final Logger LOG = LoggerFactory.getLogger(PeerSocket.class);

    private final NetSocket socket;
    private final TcpPeerLink link;
    private final Memory memory;
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
     * What the connections of a loop share.
     *
     * @param reads where sockets are read into
     * @param blocks where blocks are kept
     */
    record Memory(LoopReadBuffer reads, LentMemory blocks) {}

    PeerSocket(
            NetSocket socket,
            Context context,
            Memory memory,
            Function<Handshake, Optional<Entrance>> gate,
            Runnable onJoined) {
        NetSocketInternal wire = (NetSocketInternal) socket;
        this.socket = socket;
        this.link = new TcpPeerLink(wire, context);
        this.memory = memory;
        this.gate = gate;
        this.onJoined = onJoined;
        wire.channelHandlerContext().channel().config().setRecvByteBufAllocator(memory.reads());
        wire.messageHandler(this::handle);
        wire.readCompletionHandler(ignored -> inputEnded());
        socket.drainHandler(ignored -> drained());
        socket.exceptionHandler(e -> LOG.debug("peer socket: {}", e.toString()));
    }

    boolean hasJoined() {
        return peer != null;
    }

    void close() {
        link.close();
    }

    /** The connection is gone. */
    void closed() {
        Swarm from = swarm;
        Peer gone = peer;
        if (from != null && gone != null) {
            from.left(gone);
        }
    }

    private void drained() {
        Swarm to = swarm;
        Peer ready = peer;
        if (to != null && ready != null) {
            to.writable(ready);
        }
    }

    private void handle(Object message) {
        ByteBuf buffer = (ByteBuf) message;
        try {
            ByteBuffer in = buffer.nioBuffer();
            if (peer != null || shakeHands(in)) {
                receive(in);
            }
        } catch (WireException e) {
            LOG.debug("closing {}: {}", link.remoteHost(), e.getMessage());
            link.close();
            closed();
        } finally {
            buffer.release();
        }
    }

    /** The socket has no more for now. */
    private void inputEnded() {
        Swarm to = swarm;
        Peer from = peer;
        if (to != null && from != null) {
            to.inputEnded(from);
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
        entrance.get().reply().ifPresent(ours -> socket.write(Buffer.buffer(ours.encode())));
        swarm = entrance.get().swarm();
        peer = joined.get();
        decoder = new MessageDecoder(entrance.get().swarm().layout().pieceCount(), memory.blocks());
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
