package sealswarm.player.playback;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import sealswarm.format.key.TrackId;
import sealswarm.license.receipt.PlayEntry.MediaRange;

/** One title as the local page sees it. Called on the event loop; nothing here may block. */
public interface Stage {
    /** Title, tracks, positions, rights in words, the buyer's answer about peers: what the page is drawn from. */
    JsonObject description();

    /** What happens now: wait, swarm, lease; sent to the page twice a second at most. */
    Future<JsonObject> status();

    /** The play of one track, begun if it was not. Fails with NoSuchElementException for a track the license does not hold. */
    Future<PlaySession> session(TrackId track);

    /** A text track (subtitles, chapters), verified whole, at most 2 MiB. Fails as {@link #session}. */
    Future<Buffer> text(TrackId track);

    /** The page says where it is and what it has played since the last call. */
    void position(Position position);

    /** What the page reports. */
    record Position(TrackId track, long atMillis, boolean isDone, java.util.List<MediaRange> played) {
        public Position {
            played = java.util.List.copyOf(played);
        }
    }

    /** The buyer chose about peers; takes effect within five seconds. */
    Future<Void> consent(PeerChoice choice);

    /** Media bytes were sent to the player. */
    void sent(TrackId track, long from, int length);

    /** A media request waits, or goes on again. */
    void held(TrackId track, String code, String message);

    /** No media request of the track waits any more. */
    void released(TrackId track);
}
