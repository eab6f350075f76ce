package sealswarm.license.server.metering;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import sealswarm.license.device.DeviceId;

/** {@link ReceiptStore} in memory. */
public final class MemoryReceiptStore implements ReceiptStore {
    private final Map<String, StoredSegment> segments = new LinkedHashMap<>();
    private final TreeMap<String, Held> held = new TreeMap<>();
    private final Map<String, Fork> forks = new LinkedHashMap<>();

    private static String id(DeviceId device, long epoch, long seq) {
        return device + ":" + epoch + ":" + seq;
    }

    @Override
    public synchronized boolean insert(StoredSegment segment) {
        boolean taken = segments.values().stream()
                .anyMatch(known -> known.stream().equals(segment.stream()) && known.n() == segment.n());
        return !taken
                && segments.putIfAbsent(id(segment.device(), segment.epoch(), segment.firstSeq()), segment) == null;
    }

    @Override
    public synchronized Optional<StoredSegment> find(DeviceId device, long epoch, long firstSeq) {
        return Optional.ofNullable(segments.get(id(device, epoch, firstSeq)));
    }

    @Override
    public synchronized List<StoredSegment> after(String stream, long n, int limit) {
        return segments.values().stream()
                .filter(segment -> segment.stream().equals(stream) && segment.n() > n)
                .sorted(Comparator.comparing(StoredSegment::n))
                .limit(limit)
                .toList();
    }

    @Override
    public synchronized long last(String stream) {
        return segments.values().stream()
                .filter(segment -> segment.stream().equals(stream))
                .mapToLong(StoredSegment::n)
                .max()
                .orElse(0);
    }

    @Override
    public synchronized List<String> streams() {
        return segments.values().stream().map(StoredSegment::stream).distinct().toList();
    }

    @Override
    public synchronized void hold(Held waiting) {
        held.putIfAbsent(id(waiting.device(), waiting.epoch(), waiting.firstSeq()), waiting);
    }

    @Override
    public synchronized Optional<Held> held(DeviceId device, long epoch, long firstSeq) {
        return Optional.ofNullable(held.get(id(device, epoch, firstSeq)));
    }

    @Override
    public synchronized List<Waiting> waiting(Optional<Waiting> after, int limit) {
        String last = after.map(place -> id(place.device(), place.epoch(), place.firstSeq()))
                .orElse("");
        return held.tailMap(last, false).values().stream()
                .map(waiting -> new Waiting(waiting.device(), waiting.epoch(), waiting.firstSeq()))
                .limit(limit)
                .toList();
    }

    @Override
    public synchronized void drop(Held joined) {
        held.remove(id(joined.device(), joined.epoch(), joined.firstSeq()));
    }

    @Override
    public synchronized void fork(Fork fork) {
        forks.putIfAbsent(id(fork.device(), fork.epoch(), fork.seq()) + ":" + fork.hash(), fork);
    }

    /** All evidence kept. */
    public synchronized List<Fork> forks() {
        return new ArrayList<>(forks.values());
    }
}
