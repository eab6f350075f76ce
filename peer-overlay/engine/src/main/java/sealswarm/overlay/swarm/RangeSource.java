package sealswarm.overlay.swarm;

import java.nio.ByteBuffer;

/**
 * Something that serves byte ranges of the track, such as a web seed: to the picker it is a peer that has every piece. All calls,
 * both ways, are made on the swarm's event loop. What it delivers is checked like any peer's bytes.
 */
public interface RangeSource {
    /** A short name for counters and logs, without tokens. */
    String name();

    /**
     * Starts fetching {@code lengthBytes} bytes from {@code offset}. The swarm keeps within {@link #parallelRanges()} and asks only
     * for whole blocks of 16 KiB (the track's last may be short). Exactly one of {@link Receiver#complete()} and {@link
     * Receiver#failed} ends each fetch, unless it is cancelled.
     *
     * @return a handle that cancels the fetch; after that the receiver hears nothing more
     */
    Fetch fetch(long offset, int lengthBytes, Receiver receiver);

    /** Fetches the swarm may have running here at once now; 0 while the source rests after failures. */
    int parallelRanges();

    /** The source sent a wrong block: it is not asked again. */
    void ban();

    /** Ends all fetches and frees what the source holds. */
    void close();

    /** A running fetch. */
    interface Fetch {
        /** Stops it; harmless after its end. */
        void cancel();
    }

    /** Takes the bytes of one fetch. */
    interface Receiver {
        /** The next bytes in order, of any length; the buffer is read completely before this returns. */
        void bytes(ByteBuffer chunk);

        /** All bytes were delivered. */
        void complete();

        /** The fetch ended early; what was delivered before counts. */
        void failed(String reason);
    }
}
