package sealswarm.overlay.delivery;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import sealswarm.overlay.token.Pseudonym;
import sealswarm.overlay.token.SwarmId;

/**
 * Reports of players, added up by track, hour and network until the hour is over. A network with fewer than {@value
 * #MIN_REPORTERS} reporters is folded into {@value #OTHER}, so that no line speaks of one household. Pure: time comes in with each
 * call. Not thread-safe.
 */
final class QualityBook {
    /** Reporters that make a network's line. */
    static final int MIN_REPORTERS = 5;

    /** Track, hour and network combinations held; a report beyond is counted as dropped. */
    static final int MAX_CELLS = 50_000;

    /** The network of all that cannot be told apart. */
    static final String OTHER = "other";

    private final Map<Key, Cell> cells = new LinkedHashMap<>();
    private long dropped;

    private record Key(SwarmId track, Instant hour, String network) {}

    /** What a network's reports of one track and hour add up to. */
    private static final class Cell {
        private final Set<Pseudonym> reporters = new HashSet<>();
        private final Buckets startUp = new Buckets(Buckets.Scale.START_UP_MILLIS);
        private final Buckets stalled = new Buckets(Buckets.Scale.STALLED_PERMILLE);
        private final Buckets rate = new Buckets(Buckets.Scale.RATE_KILOBITS);
        private long reports;
        private long edgeBytes;
        private long peerBytes;
        private long cacheBytes;
        private long playedMillis;
        private long stalls;
        private long stalledMillis;
        private long failures;

        void add(QualityReport report, Pseudonym reporter) {
            if (reporters.size() < MIN_REPORTERS) {
                reporters.add(reporter);
            }
            reports++;
            edgeBytes += report.edgeBytes();
            peerBytes += report.peerBytes();
            cacheBytes += report.cacheBytes();
            playedMillis += report.playedMillis();
            stalls += report.stalls();
            stalledMillis += report.stalledMillis();
            failures += report.failures();
            report.startUpMillis().ifPresent(startUp::add);
            long shown = report.playedMillis() + report.stalledMillis();
            if (shown > 0) {
                stalled.add(report.stalledMillis() * 1_000 / shown);
            }
            long fetched = report.edgeBytes() + report.peerBytes();
            if (fetched > 0) {
                rate.add(fetched * 8 / report.spanMillis());
            }
        }

        void addAll(Cell other) {
            startUp.addAll(other.startUp);
            stalled.addAll(other.stalled);
            rate.addAll(other.rate);
            reports += other.reports;
            edgeBytes += other.edgeBytes;
            peerBytes += other.peerBytes;
            cacheBytes += other.cacheBytes;
            playedMillis += other.playedMillis;
            stalls += other.stalls;
            stalledMillis += other.stalledMillis;
            failures += other.failures;
        }

        Map<String, Object> line(Key key) {
            Map<String, Object> line = new LinkedHashMap<>();
            line.put("hour", key.hour().toString());
            line.put("network", key.network());
            line.put("reports", reports);
            line.put("edgeBytes", edgeBytes);
            line.put("peerBytes", peerBytes);
            line.put("cacheBytes", cacheBytes);
            line.put("playedMillis", playedMillis);
            line.put("stalls", stalls);
            line.put("stalledMillis", stalledMillis);
            line.put("failures", failures);
            line.put("startUp", startUp.counts());
            line.put("stalled", stalled.counts());
            line.put("rate", rate.counts());
            return line;
        }
    }

    /**
     * Adds a report.
     *
     * @param network where the player is; empty if unknown
     */
    void add(SwarmId track, QualityReport report, Pseudonym reporter, String network, Instant now) {
        Key key = new Key(track, now.truncatedTo(ChronoUnit.HOURS), network.isEmpty() ? OTHER : network);
        Cell cell = cells.get(key);
        if (cell == null) {
            if (cells.size() >= MAX_CELLS) {
                dropped++;
                return;
            }
            cell = new Cell();
            cells.put(key, cell);
        }
        cell.add(report, reporter);
    }

    /** Reports there was no room for. */
    long dropped() {
        return dropped;
    }

    /** Takes out the lines of the hours that are over at {@code now}. */
    List<DeliveryLog.Line> drain(Instant now) {
        return drainBefore(now.truncatedTo(ChronoUnit.HOURS));
    }

    /** Takes out all lines; the hour under way gets further ones if it goes on. */
    List<DeliveryLog.Line> drainAll() {
        return drainBefore(Instant.MAX);
    }

    private List<DeliveryLog.Line> drainBefore(Instant hour) {
        Map<Key, Cell> told = new LinkedHashMap<>();
        Iterator<Map.Entry<Key, Cell>> each = cells.entrySet().iterator();
        while (each.hasNext()) {
            Map.Entry<Key, Cell> next = each.next();
            Key key = next.getKey();
            if (key.hour().isBefore(hour)) {
                boolean apart = next.getValue().reporters.size() >= MIN_REPORTERS;
                Key shown = apart ? key : new Key(key.track(), key.hour(), OTHER);
                told.computeIfAbsent(shown, fresh -> new Cell()).addAll(next.getValue());
                each.remove();
            }
        }
        List<DeliveryLog.Line> lines = new ArrayList<>();
        told.forEach((key, cell) -> lines.add(DeliveryLog.Line.of(key.track(), cell.line(key))));
        return lines;
    }
}
