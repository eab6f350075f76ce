package sealswarm.overlay.stream;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.Optional;
import sealswarm.overlay.swarm.SwarmReader;
import sealswarm.overlay.wire.BlockData;

/**
 * Reads one range of a track in order. Nothing is fetched ahead of the caller but into the store; the swarm is told where the
 * caller is, so that the next seconds of media come first. Several readers of one track are several windows. To seek, close and
 * open another.
 *
 * <p>Safe for any thread; one {@link #next} at a time.
 */
public final class MediaRangeReader implements AutoCloseable {
    private final Context context;
    private final SwarmReader reader;

    /** A reader over {@code reader}, which lives on {@code context}. */
    public MediaRangeReader(Context context, SwarmReader reader) {
        this.context = context;
        this.reader = reader;
    }

    /**
     * The next verified bytes, or empty at the end of the range. The first chunk begins at the block that holds the range's first
     * byte, the last ends with the block that holds its last byte. Waits for as long as nobody has the bytes; fails if the store
     * cannot be read. After {@link #close} the future may never complete.
     */
    public Future<Optional<StreamChunk>> next() {
        Promise<Optional<StreamChunk>> answer = Promise.promise();
        context.runOnContext(ignored -> reader.next(new SwarmReader.Sink() {
            @Override
            public void chunk(long offset, BlockData data) {
                answer.complete(Optional.of(new StreamChunk(offset, data)));
            }

            @Override
            public void end() {
                answer.complete(Optional.empty());
            }

            @Override
            public void failed(String reason) {
                answer.fail(new StreamException(reason));
            }
        }));
        return answer.future();
    }

    /** Stops reading; blocks asked for on behalf of this reader alone may be cancelled. */
    @Override
    public void close() {
        context.runOnContext(ignored -> reader.close());
    }
}
