package sealswarm.player.receipt;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import sealswarm.format.key.TrackId;
import sealswarm.license.LicenseDocument;
import sealswarm.license.LicenseTerms;
import sealswarm.license.receipt.PlayEntry;
import sealswarm.license.receipt.PlayEntry.ByteSources;
import sealswarm.license.receipt.PlayEntry.ClockState;
import sealswarm.license.receipt.PlayEntry.MediaRange;
import sealswarm.license.receipt.PlayEntry.PlayId;
import sealswarm.license.receipt.PlayEntry.Reason;

/**
 * Writes the entries of one play: a start entry, on disk before any plaintext leaves, one per fifteen minutes, one at the end. Safe
 * for any thread; blocks on the disk.
 */
public final class PlayRecorder {
    /** How long a play goes on without an entry. */
    public static final Duration INTERVAL = Duration.ofMinutes(15);

    /** Time as entries need it. */
    public record Moment(Instant now, ClockState clock, long monotonicMillis) {}

    private final PlayLog log;
    private final TrackId track;
    private final PlayId playId;
    private final PlayedRanges ranges = new PlayedRanges();
    private final PlayedRanges given = new PlayedRanges();
    private Instant startedAt = Instant.EPOCH;
    private ByteSources bytes = ByteSources.NONE;
    private ByteSources reported = ByteSources.NONE;
    private long spanStart;
    private boolean started;
    private boolean ended;

    public PlayRecorder(PlayLog log, TrackId track, PlayId playId) {
        this.log = log;
        this.track = track;
        this.playId = playId;
    }

    /** Writes the start entry; afterwards plaintext may leave. Repeating it does nothing. */
    public synchronized void start(LicenseDocument license, Moment moment) throws IOException {
        if (started) {
            return;
        }
        startedAt = moment.now();
        spanStart = moment.monotonicMillis();
        write(license, moment, Reason.START);
        started = true;
    }

    public synchronized boolean isStarted() {
        return started;
    }

    /** Media time that was played since the last call. */
    public synchronized void played(MediaRange range) {
        ranges.add(range);
    }

    /**
     * Media time that a player was given which does not report what it plays. It counts as played in order and no faster than time
     * passes: what a span cannot hold is left for the next.
     */
    public synchronized void given(MediaRange range) {
        given.add(range);
    }

    /** Where all ciphertext of the play came from so far. */
    public synchronized void bytes(ByteSources total) {
        bytes = total;
    }

    /** Writes an interval entry if one is due. */
    public synchronized void tick(LicenseDocument license, Moment moment) throws IOException {
        if (started && !ended && moment.monotonicMillis() - spanStart >= INTERVAL.toMillis()) {
            write(license, moment, Reason.INTERVAL);
        }
    }

    /** Writes the last entry. Repeating it, or ending what never started, does nothing. */
    public synchronized void end(LicenseDocument license, Moment moment, Reason reason) throws IOException {
        if (started && !ended) {
            write(license, moment, reason);
            ended = true;
        }
    }

    private void write(LicenseDocument license, Moment moment, Reason reason) throws IOException {
        LicenseTerms terms = license.terms();
        long monoEnd = Math.max(spanStart, moment.monotonicMillis());
        given.take(monoEnd - spanStart).forEach(ranges::add);
        long playedMs = Math.min(ranges.totalMs(), monoEnd - spanStart);
        log.append((device, epoch, seq, prev) -> new PlayEntry(
                device,
                epoch,
                seq,
                prev,
                terms.licenseId(),
                terms.revision(),
                terms.grant().id(),
                terms.title().id(),
                track,
                playId,
                startedAt,
                moment.clock(),
                spanStart,
                monoEnd,
                playedMs,
                ranges.list(),
                reason,
                new ByteSources(
                        bytes.edge() - reported.edge(),
                        bytes.peers() - reported.peers(),
                        bytes.cache() - reported.cache()),
                "none",
                license.payloadHash()));
        spanStart = monoEnd;
        reported = bytes;
        ranges.clear();
    }
}
