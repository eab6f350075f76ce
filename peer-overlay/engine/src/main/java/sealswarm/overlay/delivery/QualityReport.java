package sealswarm.overlay.delivery;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Optional;
import java.util.OptionalLong;
import sealswarm.overlay.http.JsonBodies;

/**
 * How one track went for one player since its last report. All values are what happened within {@code spanMillis}; none says who
 * or when.
 *
 * @param spanMillis time the report speaks of, 1 to {@value #MAX_SPAN_MILLIS}
 * @param edgeBytes taken from web seeds
 * @param peerBytes taken from peers
 * @param cacheBytes that were on the player's disk already
 * @param playedMillis media time that was played
 * @param stalls times the play stood still for want of bytes
 * @param stalledMillis how long it did
 * @param failures media requests that ended without the bytes
 * @param startUpMillis from the first wish to the first bytes, if the play began within the span
 */
public record QualityReport(
        long spanMillis,
        long edgeBytes,
        long peerBytes,
        long cacheBytes,
        long playedMillis,
        long stalls,
        long stalledMillis,
        long failures,
        OptionalLong startUpMillis) {
    /** Longest span: a player reports every five minutes, and may be late by as much. */
    public static final long MAX_SPAN_MILLIS = 600_000;

    /** Longest body. */
    public static final int MAX_BODY_BYTES = 1_024;

    private static final long MAX_START_UP_MILLIS = 600_000;
    private static final long MAX_FAILURES = 10_000;
    private static final long MAX_SPEED = 16;
    private static final long SLACK_MILLIS = 2_000;
    private static final long SHORTEST_STALL_MILLIS = 10;
    private static final long MAX_BYTES_PER_MILLI = 125_000;
    private static final long BURST_BYTES = 64L << 20;

    /** The document's own shape; -1 stands for a start-up that was not in the span. */
    private record Body(
            long spanMillis,
            long edgeBytes,
            long peerBytes,
            long cacheBytes,
            long playedMillis,
            long stalls,
            long stalledMillis,
            long failures,
            long startUpMillis) {
        @JsonCreator
        Body(
                @JsonProperty("spanMillis") long spanMillis,
                @JsonProperty("edgeBytes") long edgeBytes,
                @JsonProperty("peerBytes") long peerBytes,
                @JsonProperty("cacheBytes") long cacheBytes,
                @JsonProperty("playedMillis") long playedMillis,
                @JsonProperty("stalls") long stalls,
                @JsonProperty("stalledMillis") long stalledMillis,
                @JsonProperty("failures") long failures,
                @JsonProperty("startUpMillis") long startUpMillis) {
            this.spanMillis = spanMillis;
            this.edgeBytes = edgeBytes;
            this.peerBytes = peerBytes;
            this.cacheBytes = cacheBytes;
            this.playedMillis = playedMillis;
            this.stalls = stalls;
            this.stalledMillis = stalledMillis;
            this.failures = failures;
            this.startUpMillis = startUpMillis;
        }
    }

    /** Reads a report's JSON; nothing if it is none. Whether it can be true is another question. */
    static Optional<QualityReport> parse(byte[] json) {
        return JsonBodies.read(json, Body.class)
                .filter(body -> body.startUpMillis() >= -1)
                .map(body -> new QualityReport(
                        body.spanMillis(),
                        body.edgeBytes(),
                        body.peerBytes(),
                        body.cacheBytes(),
                        body.playedMillis(),
                        body.stalls(),
                        body.stalledMillis(),
                        body.failures(),
                        body.startUpMillis() < 0 ? OptionalLong.empty() : OptionalLong.of(body.startUpMillis())));
    }

    /** What of it no player of a track of {@code sizeBytes} can have seen; nothing if it can be true. */
    Optional<String> impossibility(long sizeBytes) {
        if (spanMillis < 1 || spanMillis > MAX_SPAN_MILLIS) {
            return Optional.of("spanMillis must be 1 to " + MAX_SPAN_MILLIS);
        }
        if (edgeBytes < 0
                || peerBytes < 0
                || Math.max(edgeBytes, peerBytes) > mostBytes(sizeBytes)
                || edgeBytes + peerBytes > mostBytes(sizeBytes)) {
            return Optional.of("edgeBytes and peerBytes are more than a line and the track can give");
        }
        if (cacheBytes < 0 || cacheBytes > sizeBytes) {
            return Optional.of("cacheBytes are more than the track has");
        }
        if (playedMillis < 0 || playedMillis > spanMillis * MAX_SPEED + SLACK_MILLIS) {
            return Optional.of("playedMillis are more than fit the span");
        }
        if (stalledMillis < 0 || stalledMillis > spanMillis) {
            return Optional.of("stalledMillis are more than the span");
        }
        if (stalls < 0 || stalls > spanMillis / SHORTEST_STALL_MILLIS + 1 || (stalls == 0 && stalledMillis > 0)) {
            return Optional.of("stalls do not fit stalledMillis and the span");
        }
        if (failures < 0 || failures > MAX_FAILURES) {
            return Optional.of("failures must be 0 to " + MAX_FAILURES);
        }
        if (startUpMillis.orElse(0) > MAX_START_UP_MILLIS) {
            return Optional.of("startUpMillis must be at most " + MAX_START_UP_MILLIS);
        }
        return Optional.empty();
    }

    /** At most the line's bytes within the span, and the track twice: what was evicted may be fetched again. */
    private long mostBytes(long sizeBytes) {
        return Math.min(spanMillis * MAX_BYTES_PER_MILLI + BURST_BYTES, 2 * sizeBytes + BURST_BYTES);
    }
}
