package sealswarm.overlay.peer;

import java.util.OptionalInt;
import sealswarm.overlay.wire.PeerMessage;

/** The way to a peer: a connection after its handshake. All calls are made on the loop that owns the peer. */
public interface PeerLink {
    /** Queues a message; what is queued in one turn of the loop leaves in one write. */
    void send(PeerMessage message);

    /** False while more is queued than the high-water mark: no data should be sent. */
    boolean isWritable();

    /** Stops reading from the connection until {@link #resumeInput()}. */
    void pauseInput();

    /** Reads again. */
    void resumeInput();

    /** Closes the connection; what is queued may be lost. */
    void close();

    /** The other end's numeric address. */
    String remoteHost();

    /** The port the other end's datagrams come from; empty if it is connected otherwise. */
    default OptionalInt datagramPort() {
        return OptionalInt.empty();
    }

    /** True if the other end is on this machine. */
    boolean isLoopback();
}
