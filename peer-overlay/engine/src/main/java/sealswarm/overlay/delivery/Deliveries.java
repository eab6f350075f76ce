package sealswarm.overlay.delivery;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import sealswarm.overlay.token.Pseudonym;
import sealswarm.overlay.token.SwarmId;

/** Counts what went out and what players say of it, for the operator, the metrics and the log. Belongs to the edge's event loop. */
public final class Deliveries {
    private final DeliveryLog log = new DeliveryLog();
    private final QualityBook quality = new QualityBook();
    private final InstantSource clock;
    private final Map<SwarmId, Long> perTrack = new HashMap<>();
    private final Map<DeliveryLog.Source, Long> perSource = new EnumMap<>(DeliveryLog.Source.class);
    private final Buckets startUp = new Buckets(Buckets.Scale.START_UP_MILLIS);
    private long totalBytes;
    private long reports;
    private long stalls;
    private long playedMillis;
    private long stalledMillis;

    /** Nothing counted yet. */
    public Deliveries(InstantSource clock) {
        this.clock = clock;
    }

    /** Bytes that went to a web seed's client. */
    public void webSeed(SwarmId track, long bytes) {
        add(track, DeliveryLog.Source.WEB_SEED, bytes);
    }

    /** Bytes that went to peers. */
    public void peer(SwarmId track, long bytes) {
        add(track, DeliveryLog.Source.PEER, bytes);
    }

    private void add(SwarmId track, DeliveryLog.Source source, long bytes) {
        if (bytes > 0) {
            totalBytes += bytes;
            perTrack.merge(track, bytes, Long::sum);
            perSource.merge(source, bytes, Long::sum);
            log.add(track, source, bytes, clock.instant());
        }
    }

    /** A player's report that can be true. */
    void reported(SwarmId track, QualityReport report, Pseudonym reporter, String network) {
        quality.add(track, report, reporter, network, clock.instant());
        reports++;
        stalls += report.stalls();
        playedMillis += report.playedMillis();
        stalledMillis += report.stalledMillis();
        report.startUpMillis().ifPresent(startUp::add);
    }

    /** All bytes since the start. */
    public long totalBytes() {
        return totalBytes;
    }

    /** Bytes of one track since the start. */
    public long bytesOf(SwarmId track) {
        return perTrack.getOrDefault(track, 0L);
    }

    /** Bytes since the start by source, every source named. */
    public Map<String, Long> bySource() {
        Map<String, Long> bytes = new HashMap<>();
        for (DeliveryLog.Source source : DeliveryLog.Source.values()) {
            bytes.put(source.word().toLowerCase(Locale.ROOT), perSource.getOrDefault(source, 0L));
        }
        return bytes;
    }

    /** Bytes that are missing in the log. */
    public long lostBytes() {
        return log.lostBytes();
    }

    /** What players reported since the start. */
    public Heard heard() {
        return new Heard(reports, quality.dropped(), stalls, playedMillis, stalledMillis, startUp.counts());
    }

    /**
     * Sums over reports.
     *
     * @param reports taken
     * @param dropped of them not in the log
     * @param startUp plays by start-up time, by {@link #startUpBounds} and beyond
     */
    public record Heard(
            long reports, long dropped, long stalls, long playedMillis, long stalledMillis, List<Long> startUp) {
        public Heard {
            startUp = List.copyOf(startUp);
        }
    }

    /** Bounds of the start-up times' buckets, in milliseconds. */
    public static List<Long> startUpBounds() {
        return Buckets.Scale.START_UP_MILLIS.bounds();
    }

    /** Takes out the lines to write now: bytes so far, and what was reported of the hours that are over. */
    public List<DeliveryLog.Line> drain() {
        Instant now = clock.instant();
        List<DeliveryLog.Line> lines = new ArrayList<>(log.drain());
        lines.addAll(quality.drain(now));
        return lines;
    }

    /** Takes out all lines, before the edge stops. */
    public List<DeliveryLog.Line> drainAll() {
        List<DeliveryLog.Line> lines = new ArrayList<>(log.drain());
        lines.addAll(quality.drainAll());
        return lines;
    }
}
