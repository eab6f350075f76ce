package sealswarm.overlay.utp;

import java.nio.ByteBuffer;

/** What the owner of a connection hears of it, on the loop that owns the connection. */
public interface UtpUser {
    /** The other end has answered; bytes may come now. */
    void opened();

    /** The next bytes of the stream; they are the user's. */
    void received(ByteBuffer bytes);

    /** All that had arrived has been handed over. */
    void inputEnded();

    /** There is room again after {@link UtpConnection#isWritable} was false. */
    void writable();

    /** The connection is over, by whichever side; said once, and nothing after it. */
    void ended();
}
