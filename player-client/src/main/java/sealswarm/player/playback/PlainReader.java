package sealswarm.player.playback;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.Optional;
import sealswarm.overlay.stream.MediaRangeReader;
import sealswarm.overlay.stream.StreamChunk;

/** Reads one range of plain bytes. One {@link #next} at a time; closing it frees its place in the swarm's order at once. */
public final class PlainReader implements AutoCloseable {
    private final PlainTrack track;
    private final MediaRangeReader reader;
    private final long from;
    private final long end;

    PlainReader(PlainTrack track, MediaRangeReader reader, long from, long end) {
        this.track = track;
        this.reader = reader;
        this.from = from;
        this.end = end;
    }

    /** The next bytes, never empty; nothing at the end of the range. Waits as long as nobody has them. */
    public Future<Optional<Buffer>> next() {
        return reader.next().compose(chunk -> {
            if (chunk.isEmpty()) {
                return Future.succeededFuture(Optional.empty());
            }
            StreamChunk found = chunk.get();
            return track.open(found).map(plain -> Optional.of(cut(found.offset(), plain)));
        });
    }

    private Buffer cut(long offset, Buffer plain) {
        int first = (int) Math.max(0, from - offset);
        int last = (int) Math.min(plain.length(), end - offset);
        return first == 0 && last == plain.length() ? plain : plain.getBuffer(first, last);
    }

    @Override
    public void close() {
        reader.close();
    }
}
