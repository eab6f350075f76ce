package sealswarm.player.quality;

import java.util.Optional;
import java.util.OptionalLong;
import sealswarm.license.receipt.PlayEntry.ByteSources;

/**
 * What one track's play was like since it was last told. Pure: monotonic time comes in with each call. Safe for any thread.
 *
 * <p>Start-up is the time from the first request for media to the first bytes of it that left, checked and decrypted. A stall is
 * what the page's media element calls one; other players say nothing of theirs, and nothing is made up for them.
 */
public final class TrackQuality {
    /** How often a play is told of. */
    public static final long EVERY_MILLIS = 300_000;

    /** Longest span the edge takes; a machine that slept tells of no more. */
    public static final long MAX_SPAN_MILLIS = 600_000;

    private final long askedMillis;
    private boolean begun;
    private OptionalLong startUpMillis = OptionalLong.empty();
    private long sinceMillis;
    private long playedMillis;
    private long stalls;
    private long stalledMillis;
    private long failures;
    private ByteSources told = ByteSources.NONE;

    /**
     * What is told of a span.
     *
     * @param bytes fetched, or found on disk, within it
     * @param startUpMillis if the play began within it
     */
    public record Span(
            long spanMillis,
            ByteSources bytes,
            long playedMillis,
            long stalls,
            long stalledMillis,
            long failures,
            OptionalLong startUpMillis) {}

    /** A play whose media is asked for now. */
    public TrackQuality(long nowMillis) {
        this.askedMillis = nowMillis;
        this.sinceMillis = nowMillis;
    }

    /** Media bytes left. */
    public synchronized void sent(long nowMillis) {
        if (!begun) {
            begun = true;
            startUpMillis = OptionalLong.of(nowMillis - askedMillis);
        }
    }

    /** Media time was played. */
    public synchronized void played(long millis) {
        playedMillis += millis;
    }

    /** The play stood still so often and so long in all. */
    public synchronized void stalled(long times, long millis) {
        stalls += times;
        stalledMillis += millis;
    }

    /** A request for media ended without the bytes. */
    public synchronized void failed() {
        failures++;
    }

    public synchronized boolean isDue(long nowMillis) {
        return nowMillis - sinceMillis >= EVERY_MILLIS;
    }

    /**
     * Takes out what happened since the last call; nothing if nothing did.
     *
     * @param total where the bytes came from since the track was opened
     */
    public synchronized Optional<Span> take(long nowMillis, ByteSources total) {
        long spanMillis = Math.max(1, Math.min(MAX_SPAN_MILLIS, nowMillis - sinceMillis));
        ByteSources bytes = new ByteSources(
                fresh(total.edge(), told.edge()),
                fresh(total.peers(), told.peers()),
                fresh(total.cache(), told.cache()));
        Span span = new Span(
                spanMillis, bytes, playedMillis, stalls, Math.min(stalledMillis, spanMillis), failures, startUpMillis);
        boolean isNews =
                !bytes.equals(ByteSources.NONE) || playedMillis + stalls + failures > 0 || startUpMillis.isPresent();
        sinceMillis = nowMillis;
        told = total;
        playedMillis = 0;
        stalls = 0;
        stalledMillis = 0;
        failures = 0;
        startUpMillis = OptionalLong.empty();
        return isNews ? Optional.of(span) : Optional.empty();
    }

    /** A track that was opened anew counts from nothing. */
    private static long fresh(long total, long before) {
        return total >= before ? total - before : total;
    }
}
