package sealswarm.overlay.transport;

import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import sealswarm.overlay.peer.PeerLink;
import sealswarm.overlay.wire.MessageEncoder;
import sealswarm.overlay.wire.PeerMessage;

/** A {@link PeerLink} over TCP: messages of one turn of the loop leave in one write. */
final class TcpPeerLink implements PeerLink {
    /** Above this no data is handed to the socket. */
    static final int HIGH_WATER_BYTES = 500 << 10;

    private final NetSocket socket;
    private final Context context;
    private final List<PeerMessage> queued = new ArrayList<>();
    private int queuedBytes;
    private boolean closed;

    TcpPeerLink(NetSocket socket, Context context) {
        this.socket = socket;
        this.context = context;
        socket.setWriteQueueMaxSize(HIGH_WATER_BYTES);
    }

    @Override
    public void send(PeerMessage message) {
        if (closed) {
            return;
        }
        if (queued.isEmpty()) {
            context.runOnContext(ignored -> flush());
        }
        queued.add(message);
        queuedBytes += MessageEncoder.length(message);
    }

    private void flush() {
        if (closed || queued.isEmpty()) {
            return;
        }
        ByteBuffer out = ByteBuffer.allocate(queuedBytes);
        queued.forEach(message -> MessageEncoder.encode(message, out));
        queued.clear();
        queuedBytes = 0;
        socket.write(Buffer.buffer(out.array()));
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
