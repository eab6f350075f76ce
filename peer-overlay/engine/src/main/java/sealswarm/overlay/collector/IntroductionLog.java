package sealswarm.overlay.collector;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import sealswarm.overlay.origin.OriginDisk;
import sealswarm.overlay.tracker.Subject;

/**
 * Whom the tracker named to whom: a file for each hour, 16 bytes for a pair, kept for two days. The hour under way is appended to
 * and also in memory; one that is over is sorted and replaced at once. A killed process loses what was not flushed. Thread-safe;
 * {@code introduced} is quick and waits for no disk, all else blocks.
 */
public final class IntroductionLog {
    /** Hours that are kept. */
    public static final int KEPT_HOURS = 48;

    /** Pairs of one hour; what comes beyond is not recorded, and then nobody is blamed for not being there. */
    public static final int MAX_PAIRS_PER_HOUR = 1_000_000;

    private static final long HOUR_SECONDS = 3_600;
    private static final int MAX_FILE_BYTES = MAX_PAIRS_PER_HOUR * PairTable.RECORD_BYTES;
    private static final Pattern SEGMENT = Pattern.compile("([0-9]{1,12})\\.(open|pairs)");

    /** Held while files are read or written; the log's own lock only for a moment. */
    private final Object files = new Object();

    private final OriginDisk disk;
    private final Path directory;
    private final int maxPairsPerHour;
    private final TreeMap<Long, Integer> sealed = new TreeMap<>();
    private final TreeMap<Long, PairTable> over = new TreeMap<>();
    private final ByteArrayOutputStream unflushed = new ByteArrayOutputStream();
    private PairTable table = new PairTable();
    private long hour;
    private long flushedBytes;
    private long coveredSince;

    /** What the log knows of a pair. */
    public enum Introduction {
        /** The tracker named one to the other. */
        MADE,
        /** It did not. */
        NOT_MADE,
        /** The log does not reach over the whole time. */
        UNKNOWN
    }

    private IntroductionLog(OriginDisk disk, Path directory, int maxPairsPerHour) {
        this.disk = disk;
        this.directory = directory;
        this.maxPairsPerHour = maxPairsPerHour;
    }

    /** Opens the log in a directory, which is made if it does not exist. */
    public static IntroductionLog open(OriginDisk disk, Path directory, long nowEpochSecond) throws IOException {
        return open(disk, directory, nowEpochSecond, MAX_PAIRS_PER_HOUR);
    }

    static IntroductionLog open(OriginDisk disk, Path directory, long nowEpochSecond, int maxPairsPerHour)
            throws IOException {
        IntroductionLog log = new IntroductionLog(disk, directory, maxPairsPerHour);
        log.recover(nowEpochSecond);
        return log;
    }

    private void recover(long now) throws IOException {
        disk.makeDirectory(directory);
        hour = now / HOUR_SECONDS;
        // What a process that died had not written nobody knows: nobody is blamed for what is missing from before.
        coveredSince = now;
        for (Path file : disk.list(directory)) {
            Matcher name = SEGMENT.matcher(String.valueOf(file.getFileName()));
            if (name.matches()) {
                take(file, Long.parseLong(name.group(1)), name.group(2).equals("pairs"));
            }
        }
    }

    private void take(Path file, long of, boolean isSealed) throws IOException {
        if (isSealed) {
            sealed.put(of, (int) (disk.sizeBytes(file) / PairTable.RECORD_BYTES));
            return;
        }
        PairTable found = new PairTable();
        found.addAll(disk.read(file, MAX_FILE_BYTES));
        if (of == hour) {
            table = found;
            flushedBytes = (long) found.size() * PairTable.RECORD_BYTES;
            disk.replace(file, found.sorted());
        } else {
            seal(of, found);
        }
    }

    private Path file(long of, String suffix) {
        return directory.resolve(of + suffix);
    }

    private void seal(long of, PairTable pairs) throws IOException {
        if (pairs.size() > 0) {
            disk.replace(file(of, ".pairs"), pairs.sorted());
            synchronized (this) {
                sealed.put(of, pairs.size());
            }
        }
        disk.delete(file(of, ".open"));
    }

    /** The tracker has named these to an announcer. Quick; they are in the file after the next {@link #flush}. */
    public void introduced(byte[] swarmId, Subject announcer, List<Subject> named, long nowEpochSecond) {
        long swarm = PairKey.swarm(swarmId);
        named.forEach(other -> PairKey.of(swarm, announcer, other).ifPresent(pair -> introduced(pair, nowEpochSecond)));
    }

    /** The tracker has named one of a pair to the other. */
    synchronized void introduced(PairKey pair, long nowEpochSecond) {
        turn(nowEpochSecond / HOUR_SECONDS);
        if (table.size() >= maxPairsPerHour) {
            if (table.find(pair).isEmpty()) {
                coveredSince = Math.max(coveredSince, nowEpochSecond);
            }
            return;
        }
        if (table.add(pair, nowEpochSecond)) {
            ByteBuffer record = ByteBuffer.allocate(PairTable.RECORD_BYTES);
            PairTable.put(record, pair, nowEpochSecond);
            unflushed.writeBytes(record.array());
        }
    }

    /** A new hour gets a new table; the old one waits to be sealed. */
    private void turn(long next) {
        if (next > hour) {
            over.put(hour, table);
            table = new PairTable();
            unflushed.reset();
            flushedBytes = 0;
            hour = next;
        }
    }

    /** Appends what is new, seals hours that are over, and removes those that are too old. */
    public void flush(long nowEpochSecond) throws IOException {
        synchronized (files) {
            synchronized (this) {
                turn(nowEpochSecond / HOUR_SECONDS);
            }
            sealOver();
            append();
            forgetOld();
        }
    }

    private void sealOver() throws IOException {
        for (Map.Entry<Long, PairTable> next = oldestOver(); next != null; next = oldestOver()) {
            // No pair is added to an hour that is over.
            seal(next.getKey(), next.getValue());
            synchronized (this) {
                over.remove(next.getKey());
            }
        }
    }

    private synchronized Map.@Nullable Entry<Long, PairTable> oldestOver() {
        return over.firstEntry();
    }

    private void append() throws IOException {
        byte[] fresh;
        long of;
        long at;
        synchronized (this) {
            fresh = unflushed.toByteArray();
            of = hour;
            at = flushedBytes;
        }
        if (fresh.length == 0) {
            return;
        }
        try (OriginDisk.Appender appender = disk.append(file(of, ".open"), at)) {
            appender.write(fresh, 0, fresh.length);
        }
        synchronized (this) {
            if (hour == of) {
                byte[] since = unflushed.toByteArray();
                unflushed.reset();
                unflushed.write(since, fresh.length, since.length - fresh.length);
                flushedBytes = at + fresh.length;
            }
        }
    }

    private void forgetOld() throws IOException {
        long oldestHour;
        List<Long> old;
        synchronized (this) {
            oldestHour = hour - KEPT_HOURS;
            coveredSince = Math.max(coveredSince, oldestHour * HOUR_SECONDS);
            old = List.copyOf(sealed.headMap(oldestHour).keySet());
            old.forEach(sealed::remove);
        }
        for (long gone : old) {
            disk.delete(file(gone, ".pairs"));
        }
    }

    /** Whether the tracker introduced a pair between two seconds; hours count as a whole at the lower end. */
    public Introduction between(PairKey pair, long fromEpochSecond, long toEpochSecond) throws IOException {
        long from = Math.floorDiv(fromEpochSecond, HOUR_SECONDS) * HOUR_SECONDS;
        synchronized (files) {
            Map<Long, Integer> segments;
            boolean covered;
            synchronized (this) {
                if (isWithin(table.find(pair), from, toEpochSecond)
                        || over.values().stream().anyMatch(each -> isWithin(each.find(pair), from, toEpochSecond))) {
                    return Introduction.MADE;
                }
                segments = Map.copyOf(sealed.subMap(from / HOUR_SECONDS, true, toEpochSecond / HOUR_SECONDS, true));
                covered = fromEpochSecond >= coveredSince;
            }
            for (Map.Entry<Long, Integer> segment : segments.entrySet()) {
                if (isWithin(find(file(segment.getKey(), ".pairs"), segment.getValue(), pair), from, toEpochSecond)) {
                    return Introduction.MADE;
                }
            }
            return covered ? Introduction.NOT_MADE : Introduction.UNKNOWN;
        }
    }

    private static boolean isWithin(OptionalLong at, long from, long to) {
        return at.isPresent() && at.getAsLong() >= from && at.getAsLong() <= to;
    }

    private OptionalLong find(Path file, int count, PairKey pair) throws IOException {
        byte[] record = new byte[PairTable.RECORD_BYTES];
        int low = 0;
        int high = count - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            disk.readAt(file, (long) middle * PairTable.RECORD_BYTES, record);
            ByteBuffer in = ByteBuffer.wrap(record);
            int order = new PairKey(in.getLong(), in.getInt()).compareTo(pair);
            if (order == 0) {
                return OptionalLong.of(Integer.toUnsignedLong(in.getInt()));
            }
            if (order < 0) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return OptionalLong.empty();
    }
}
