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
    record Position(TrackId track, long atMillis, boolean isDone, java.util.List<MediaRange> played, Stalls stalls) {
        public Position {
            played = java.util.List.copyOf(played);
        }
    }

    /**
     * How often a play stood still for want of bytes since the last report.
     *
     * @param times 0 to {@value #MAX_TIMES}
     * @param millis how long in all, 0 to {@value #MAX_MILLIS}; 0 if it never did
     */
    record Stalls(long times, long millis) {
        /** Most of one report. */
        public static final long MAX_TIMES = 1_000;

        /** Longest of one report. */
        public static final long MAX_MILLIS = 600_000;

        public Stalls {
            if (times < 0 || times > MAX_TIMES || millis < 0 || millis > MAX_MILLIS || (times == 0 && millis > 0)) {
                throw new IllegalArgumentException("stalls out of range: " + times + " in " + millis + " ms");
            }
        }
    }

    /** The buyer chose about peers; takes effect within five seconds. Fails, and nothing changes, if peers cannot be had. */
    Future<Void> consent(PeerChoice choice);

    /** The buyer set limits or restraints; they hold at once, for this run. */
    void follow(TrafficRules rules);

    /** Who reads media bytes. */
    enum Reader {
        /** The page: it reports itself what it has played. */
        PAGE,
        /** Another media player: what it has played is derived from what it was given. */
        OTHER
    }

    /** Media bytes were sent. */
    void sent(TrackId track, Reader reader, long from, int length);

    /** Nothing may leave for now; the page gives its source up and says why. */
    void held(TrackId track, String code, String message);

    /** A media request failed and its socket was closed; it will be asked again. */
    void failing(TrackId track, String message);

    /** No media request of the track waits any more. */
    void released(TrackId track);
}
