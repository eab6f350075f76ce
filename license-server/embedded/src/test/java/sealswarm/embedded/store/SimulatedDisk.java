package sealswarm.embedded.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * A disk whose power can be cut. Each file has bytes that are durable and changes since its last sync, which are only in the
 * drive's cache; a cut keeps an arbitrary part of these, in any order, sector by sector.
 */
final class SimulatedDisk {
    private static final int SECTOR_BYTES = 512;

    /** What a cut does to the changes of a file that were not synced. */
    enum Damage {
        /** All are lost. */
        DROP,
        /** A prefix survives. */
        SUFFIX_LOST,
        /** Any of them survive, whatever came before. */
        REORDER,
        /** Any sectors of any of them survive. */
        TEAR
    }

    /** The power is off. */
    static final class PowerCut extends IOException {
        private static final long serialVersionUID = 1L;
    }

    private static final class Change {
        private final long position;
        private final byte[] bytes;
        private final long cutTo;

        private Change(long position, byte[] bytes, long cutTo) {
            this.position = position;
            this.bytes = bytes;
            this.cutTo = cutTo;
        }

        static Change write(long position, byte[] bytes) {
            return new Change(position, bytes, -1);
        }

        static Change cut(long size) {
            return new Change(0, new byte[0], size);
        }

        boolean isCut() {
            return cutTo >= 0;
        }
    }

    private static final class SimulatedFile {
        byte[] durable = new byte[0];
        byte[] seen = new byte[0];
        final List<Change> unsynced = new ArrayList<>();
    }

    private final Map<String, SimulatedFile> files = new LinkedHashMap<>();
    private long operationsLeft = Long.MAX_VALUE;

    /** Lets that many more writes, cuts and syncs happen, then turns the power off. */
    void cutAfter(long operations) {
        operationsLeft = operations;
    }

    boolean isOff() {
        return operationsLeft < 0;
    }

    /** Turns the power on again over what is left. */
    void restart(Damage damage, RandomGenerator random) {
        for (SimulatedFile file : files.values()) {
            byte[] left = file.durable;
            for (Change change : survivors(file.unsynced, damage, random)) {
                left = applied(left, change);
            }
            file.durable = left;
            file.seen = left;
            file.unsynced.clear();
        }
        operationsLeft = Long.MAX_VALUE;
    }

    private static List<Change> survivors(List<Change> unsynced, Damage damage, RandomGenerator random) {
        return switch (damage) {
            case DROP -> List.of();
            case SUFFIX_LOST -> unsynced.subList(0, random.nextInt(unsynced.size() + 1));
            case REORDER ->
                unsynced.stream().filter(change -> random.nextBoolean()).toList();
            case TEAR ->
                unsynced.stream()
                        .flatMap(change -> sectors(change).stream())
                        .filter(change -> random.nextBoolean())
                        .toList();
        };
    }

    private static List<Change> sectors(Change change) {
        if (change.isCut()) {
            return List.of(change);
        }
        List<Change> sectors = new ArrayList<>();
        int at = 0;
        while (at < change.bytes.length) {
            long position = change.position + at;
            int length = (int) Math.min(SECTOR_BYTES - position % SECTOR_BYTES, change.bytes.length - at);
            sectors.add(Change.write(position, Arrays.copyOfRange(change.bytes, at, at + length)));
            at += length;
        }
        return sectors;
    }

    private static byte[] applied(byte[] file, Change change) {
        if (change.isCut()) {
            return change.cutTo < file.length ? Arrays.copyOf(file, (int) change.cutTo) : file;
        }
        int end = (int) change.position + change.bytes.length;
        byte[] result = Arrays.copyOf(file, Math.max(file.length, end));
        System.arraycopy(change.bytes, 0, result, (int) change.position, change.bytes.length);
        return result;
    }

    boolean exists(String name) {
        return files.containsKey(name);
    }

    void create(String name) {
        file(name);
    }

    long size(String name) {
        return file(name).seen.length;
    }

    int read(String name, ByteBuffer target, long position) {
        byte[] seen = file(name).seen;
        if (position >= seen.length) {
            return -1;
        }
        int length = (int) Math.min(target.remaining(), seen.length - position);
        target.put(seen, (int) position, length);
        return length;
    }

    int write(String name, ByteBuffer source, long position) throws IOException {
        byte[] bytes = new byte[source.remaining()];
        source.get(bytes);
        change(file(name), Change.write(position, bytes));
        return bytes.length;
    }

    void truncate(String name, long size) throws IOException {
        change(file(name), Change.cut(size));
    }

    /** The change a cut interrupts is begun, not done: it is in the cache, and its caller hears of no success. */
    private void change(SimulatedFile file, Change change) throws IOException {
        operationsLeft--;
        if (operationsLeft < -1) {
            throw new PowerCut();
        }
        file.unsynced.add(change);
        file.seen = applied(file.seen, change);
        if (isOff()) {
            throw new PowerCut();
        }
    }

    void sync(String name) throws IOException {
        operationsLeft--;
        if (isOff()) {
            throw new PowerCut();
        }
        SimulatedFile file = file(name);
        file.durable = file.seen;
        file.unsynced.clear();
    }

    private SimulatedFile file(String name) {
        return files.computeIfAbsent(name, any -> new SimulatedFile());
    }
}
