package sealswarm.overlay.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.CompositeByteBuf;
import io.netty.buffer.Unpooled;
import io.vertx.core.Context;
import io.vertx.core.internal.net.NetSocketInternal;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import sealswarm.overlay.peer.PeerLink;
import sealswarm.overlay.wire.BlockData;
import sealswarm.overlay.wire.MessageEncoder;
import sealswarm.overlay.wire.PeerMessage;

/**
 * A {@link PeerLink} over TCP: messages of one turn of the loop leave in one gathering write. The bytes of blocks are not copied
 * here; they go from where they are to the socket and are released after that.
 */
final class TcpPeerLink implements PeerLink {
    /** Above this no data is handed to the socket. */
    static final int HIGH_WATER_BYTES = 500 << 10;

    /** A peer that lets more than this pile up by not reading is gone. */
    static final int MAX_UNSENT_BYTES = 4 << 20;

    private final NetSocketInternal socket;
    private final Context context;
    private final List<PeerMessage> queued = new ArrayList<>();
    private int queuedBytes;
    private int queuedHeadBytes;
    private long unsentBytes;
    private boolean closed;

    TcpPeerLink(NetSocketInternal socket, Context context) {
        this.socket = socket;
        this.context = context;
        socket.setWriteQueueMaxSize(HIGH_WATER_BYTES);
    }

    @Override
    public void send(PeerMessage message) {
        if (closed) {
            release(message);
            return;
        }
        if (queued.isEmpty()) {
            context.runOnContext(ignored -> flush());
        }
        int length = MessageEncoder.length(message);
        if (unsentBytes + length > MAX_UNSENT_BYTES) {
            release(message);
            abort();
            return;
        }
        queued.add(message);
        unsentBytes += length;
        queuedBytes += length;
        queuedHeadBytes += MessageEncoder.headLength(message);
    }

    private void flush() {
        if (closed || queued.isEmpty()) {
            return;
        }
        ByteBufAllocator allocator = socket.channelHandlerContext().alloc();
        ByteBuf heads = allocator.directBuffer(queuedHeadBytes, queuedHeadBytes);
        ByteBuffer out = heads.nioBuffer(0, queuedHeadBytes);
        heads.writerIndex(queuedHeadBytes);
        List<BlockData> blocks = new ArrayList<>();
        List<Integer> ends = new ArrayList<>();
        for (PeerMessage message : queued) {
            MessageEncoder.encodeHead(message, out);
            if (message instanceof PeerMessage.Piece piece) {
                blocks.add(piece.data());
                ends.add(out.position());
            }
        }
        int bytes = queuedBytes;
        queued.clear();
        queuedBytes = 0;
        queuedHeadBytes = 0;
        socket.writeMessage(blocks.isEmpty() ? heads : interleaved(allocator, heads, blocks, ends))
                .onComplete(written -> {
                    unsentBytes -= bytes;
                    blocks.forEach(BlockData::release);
                });
    }

    /** Each block after the head that announces it. */
    private static ByteBuf interleaved(
            ByteBufAllocator allocator, ByteBuf heads, List<BlockData> blocks, List<Integer> ends) {
        CompositeByteBuf all = allocator.compositeDirectBuffer(2 * blocks.size() + 1);
        int from = 0;
        for (int i = 0; i < blocks.size(); i++) {
            all.addComponent(true, heads.retainedSlice(from, ends.get(i) - from));
            all.addComponent(true, Unpooled.wrappedBuffer(blocks.get(i).buffer()));
            from = ends.get(i);
        }
        if (from < heads.writerIndex()) {
            all.addComponent(true, heads.retainedSlice(from, heads.writerIndex() - from));
        }
        heads.release();
        return all;
    }

    private static void release(PeerMessage message) {
        if (message instanceof PeerMessage.Piece piece) {
            piece.data().release();
        }
    }

    /** Closes without sending what is queued. */
    private void abort() {
        closed = true;
        queued.forEach(TcpPeerLink::release);
        queued.clear();
        socket.close();
    }

    @Override
    public boolean isWritable() {
        return !closed && queuedBytes < HIGH_WATER_BYTES && !socket.writeQueueFull();
    }

    @Override
    public void pauseInput() {
        socket.pause();
    }

    @Override
    public void resumeInput() {
        socket.resume();
    }

    @Override
    public void close() {
        if (!closed) {
            flush();
            closed = true;
            socket.close();
        }
    }

    @Override
    public String remoteHost() {
        return socket.remoteAddress().hostAddress();
    }

    @Override
    public boolean isLoopback() {
        String host = remoteHost();
        return host.startsWith("127.") || host.equals("::1") || host.equals("0:0:0:0:0:0:0:1");
    }
}
