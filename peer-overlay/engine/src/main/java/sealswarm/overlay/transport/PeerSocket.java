package sealswarm.overlay.transport;

import io.netty.buffer.ByteBuf;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.net.NetSocketInternal;
import io.vertx.core.net.NetSocket;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sealswarm.overlay.transport.PeerConversation.Entrance;
import sealswarm.overlay.wire.Handshake;
import sealswarm.overlay.wire.LentMemory;

/** One TCP connection. Bytes are read where the socket put them; the only copy is that of a block into memory of its own. */
final class PeerSocket {
    private static final Logger LOG = LoggerFactory.getLogger(PeerSocket.class);

    private final TcpPeerLink link;
    private final PeerConversation conversation;

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
        this.link = new TcpPeerLink(wire, context);
        this.conversation = new PeerConversation(
                link, memory.blocks(), ours -> socket.write(Buffer.buffer(ours.encode())), gate, onJoined);
        wire.channelHandlerContext().channel().config().setRecvByteBufAllocator(memory.reads());
        wire.messageHandler(this::handle);
        wire.readCompletionHandler(ignored -> conversation.inputEnded());
        socket.drainHandler(ignored -> conversation.writable());
        socket.exceptionHandler(e -> LOG.debug("peer socket: {}", e.toString()));
    }

    boolean hasJoined() {
        return conversation.hasJoined();
    }

    void close() {
        link.close();
    }

    /** The connection is gone. */
    void closed() {
        conversation.closed();
    }

    private void handle(Object message) {
        ByteBuf buffer = (ByteBuf) message;
        try {
            conversation.received(buffer.nioBuffer());
        } finally {
            buffer.release();
        }
    }
}
