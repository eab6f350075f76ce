package sealswarm.overlay.transport;

import io.vertx.core.Context;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import sealswarm.overlay.peer.PeerLink;
import sealswarm.overlay.utp.UtpConnection;
import sealswarm.overlay.wire.Handshake;
import sealswarm.overlay.wire.MessageEncoder;
import sealswarm.overlay.wire.PeerMessage;

/** A {@link PeerLink} over uTP: messages of one turn of the loop leave together, in the next. Blocks are copied into the stream and released. */
final class UtpPeerLink implements PeerLink {
    /** A peer that lets more than this pile up by not reading is gone. */
    static final int MAX_UNSENT_BYTES = TcpPeerLink.MAX_UNSENT_BYTES;

    private final UtpConnection connection;
    private final UdpPort port;
    private final Context context;
    private final List<ByteBuffer> queued = new ArrayList<>();
    private int queuedBytes;
    private boolean flushDue;
    private boolean closed;

    UtpPeerLink(UtpConnection connection, UdpPort port, Context context) {
        this.connection = connection;
        this.port = port;
        this.context = context;
    }

    @Override
    public void send(PeerMessage message) {
        int length = MessageEncoder.length(message);
        boolean tooMuch = connection.waitingBytes() + queuedBytes + length > MAX_UNSENT_BYTES;
        if (!closed && !tooMuch) {
            queued.add(ByteBuffer.wrap(MessageEncoder.encode(message)));
            queuedBytes += length;
            flushSoon();
        }
        if (message instanceof PeerMessage.Piece piece) {
            piece.data().release();
        }
        if (!closed && tooMuch) {
            closed = true;
            port.abort(connection);
        }
    }

    /** Sends our handshake, before any message that waits. */
    void greet(Handshake ours) {
        connection.write(ByteBuffer.wrap(ours.encode()));
        flushSoon();
    }

    private void flushSoon() {
        if (!flushDue) {
            flushDue = true;
            context.runOnContext(ignored -> flush());
        }
    }

    private void flush() {
        flushDue = false;
        hand();
        port.flush(connection);
    }

    private void hand() {
        queued.forEach(connection::write);
        queued.clear();
        queuedBytes = 0;
    }

    @Override
    public boolean isWritable() {
        return !closed && queuedBytes < UtpConnection.HIGH_WATER_BYTES && connection.isWritable();
    }

    @Override
    public void pauseInput() {
        connection.pauseInput();
    }

    @Override
    public void resumeInput() {
        port.resumeInput(connection);
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            hand();
            port.close(connection);
        }
    }

    @Override
    public String remoteHost() {
        return connection.remote().host();
    }

    @Override
    public OptionalInt datagramPort() {
        return OptionalInt.of(connection.remote().port());
    }

    @Override
    public boolean isLoopback() {
        return !connection.remote().isLimited();
    }
}
