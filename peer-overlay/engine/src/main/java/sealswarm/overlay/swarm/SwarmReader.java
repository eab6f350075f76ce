package sealswarm.overlay.swarm;

import sealswarm.overlay.picker.PieceWindow;
import sealswarm.overlay.picker.TrackLayout;
import sealswarm.overlay.wire.BlockData;

/** One ordered reading of verified bytes: the next chunk is fetched only when it is asked for. One loop owns it. */
public final class SwarmReader {
    /** Seconds of media ahead of the position that are wanted at once and in order. */
    public static final int CRITICAL_SECONDS = 10;

    /** Seconds after those that are wanted next. */
    public static final int NEAR_SECONDS = 40;

    private final Readers readers;
    private final TrackLayout layout;
    private final long end;
    private final long bytesPerSecond;
    private long position;
    private Sink waiting = Sink.NONE;
    private boolean reading;
    private boolean closed;

    /** Takes what a reader finds. Exactly one call answers each {@link #next}. */
    public interface Sink {
        /** Verified bytes from a block boundary; whole blocks, but for the track's last. */
        void chunk(long offset, BlockData data);

        /** The range is at its end. */
        void end();

        /** The bytes cannot be had; trying again is pointless without a change outside. */
        void failed(String reason);

        /** Takes nothing: no call is open. */
        Sink NONE = new Sink() {
            @Override
            public void chunk(long offset, BlockData data) {}

            @Override
            public void end() {}

            @Override
            public void failed(String reason) {}
        };
    }

    SwarmReader(Readers readers, TrackLayout layout, long from, long end, long bytesPerSecond) {
        this.readers = readers;
        this.layout = layout;
        this.position = from - from % TrackLayout.BLOCK;
        this.end = Math.min(end, layout.lengthBytes());
        this.bytesPerSecond = bytesPerSecond;
    }

    /**
     * Asks for the next chunk; it begins at the block that holds the first byte of the range.
     *
     * @throws IllegalStateException if the last call has not been answered
     */
    public void next(Sink sink) {
        if (waiting != Sink.NONE) {
            throw new IllegalStateException("the last read has not been answered");
        }
        waiting = sink;
        readers.moved();
        proceed();
    }

    /** Stops reading; an open call gets no answer. */
    public void close() {
        closed = true;
        waiting = Sink.NONE;
        readers.closed(this);
    }

    /** Something was verified: goes on if that was waited for. */
    void proceed() {
        if (closed || reading || waiting == Sink.NONE) {
            return;
        }
        if (position >= end) {
            answer().end();
            return;
        }
        reading = true;
        boolean found = readers.readVerified(position, end, new Sink() {
            @Override
            public void chunk(long offset, BlockData data) {
                reading = false;
                if (!closed) {
                    position = offset + data.length();
                    answer().chunk(offset, data);
                }
            }

            @Override
            public void end() {
                throw new IllegalStateException("one read has no end");
            }

            @Override
            public void failed(String reason) {
                reading = false;
                if (!closed) {
                    answer().failed(reason);
                }
            }
        });
        if (!found) {
            reading = false;
        }
    }

    private Sink answer() {
        Sink sink = waiting;
        waiting = Sink.NONE;
        return sink;
    }

    /** True if somebody waits for bytes that are not there. */
    boolean isWaiting() {
        return waiting != Sink.NONE && !reading;
    }

    /** The pieces around the position. */
    PieceWindow window() {
        long last = Math.max(position, end - 1);
        int first = layout.blockAt(Math.min(position, layout.lengthBytes() - 1)).piece();
        return new PieceWindow(
                first,
                pieceAfter(Math.min(last, position + CRITICAL_SECONDS * bytesPerSecond)),
                pieceAfter(Math.min(last, position + (CRITICAL_SECONDS + NEAR_SECONDS) * bytesPerSecond)));
    }

    private int pieceAfter(long offset) {
        return layout.blockAt(Math.min(offset, layout.lengthBytes() - 1)).piece() + 1;
    }
}
