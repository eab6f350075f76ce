package sealswarm.player.page;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerResponse;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import sealswarm.player.playback.Stage;

/**
 * The page's events (server-sent events): the stage's status at most twice a second, the latest only, a comment every 15 seconds so
 * that a dead stream is found. Belongs to one event loop.
 */
final class EventStreams {
    private static final long UPDATE_MILLIS = 500;
    private static final long COMMENT_MILLIS = 15_000;

    private final Vertx vertx;
    private final Context context;
    private final Stage stage;
    private final int maxStreams;
    private final Deque<HttpServerResponse> streams = new ArrayDeque<>();
    private final long updates;
    private final long comments;
    private boolean asking;

    EventStreams(Vertx vertx, Context context, Stage stage, int maxStreams) {
        this.vertx = vertx;
        this.context = context;
        this.stage = stage;
        this.maxStreams = maxStreams;
        this.updates = vertx.setPeriodic(UPDATE_MILLIS, fired -> now());
        this.comments = vertx.setPeriodic(COMMENT_MILLIS, fired -> write(": here\n\n"));
    }

    void open(HttpServerResponse response) {
        if (streams.size() >= maxStreams) {
            HttpServerResponse oldest = streams.pollFirst();
            if (oldest != null) {
                oldest.end();
            }
        }
        response.putHeader("Content-Type", "text/event-stream").setChunked(true);
        response.closeHandler(closed -> streams.remove(response));
        response.write("retry: 3000\n\n");
        streams.addLast(response);
        now();
    }

    /** Sends the status as it is now. */
    void now() {
        if (streams.isEmpty() || asking) {
            return;
        }
        asking = true;
        stage.status()
                .onComplete(status -> context.runOnContext(ignored -> {
                    asking = false;
                    if (status.succeeded()) {
                        write("data: " + status.result().encode() + "\n\n");
                    }
                }));
    }

    private void write(String text) {
        for (HttpServerResponse stream : List.copyOf(streams)) {
            // A reader that is behind gets the next status instead of all that it missed.
            if (!stream.writeQueueFull()) {
                stream.write(text);
            }
        }
    }

    void close() {
        vertx.cancelTimer(updates);
        vertx.cancelTimer(comments);
        List.copyOf(streams).forEach(HttpServerResponse::end);
        streams.clear();
    }
}
