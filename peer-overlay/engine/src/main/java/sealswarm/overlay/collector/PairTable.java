package sealswarm.overlay.collector;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.OptionalLong;

/** The pairs of one hour and when each was first introduced, 32 bytes each at most; open addressing. Not thread-safe. */
final class PairTable {
    /** Bytes of a pair in a file: its key, then the second as u32. */
    static final int RECORD_BYTES = 16;

    private static final int FIRST_SLOTS = 1_024;

    private long[] high = new long[FIRST_SLOTS];
    private int[] low = new int[FIRST_SLOTS];
    /** 0 marks a free slot. */
    private int[] second = new int[FIRST_SLOTS];

    private int size;

    /** Adds a pair; false if it is here. */
    boolean add(PairKey pair, long epochSecond) {
        int slot = slot(pair);
        if (second[slot] != 0) {
            return false;
        }
        high[slot] = pair.high();
        low[slot] = pair.low();
        second[slot] = (int) epochSecond;
        if (++size > second.length / 2) {
            grow();
        }
        return true;
    }

    /** When the pair was introduced. */
    OptionalLong find(PairKey pair) {
        int at = second[slot(pair)];
        return at == 0 ? OptionalLong.empty() : OptionalLong.of(Integer.toUnsignedLong(at));
    }

    int size() {
        return size;
    }

    private int slot(PairKey pair) {
        int mask = second.length - 1;
        int slot = (int) pair.high() & mask;
        while (second[slot] != 0 && (high[slot] != pair.high() || low[slot] != pair.low())) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }

    private void grow() {
        long[] oldHigh = high;
        int[] oldLow = low;
        int[] oldSecond = second;
        high = new long[2 * oldHigh.length];
        low = new int[high.length];
        second = new int[high.length];
        for (int i = 0; i < oldSecond.length; i++) {
            if (oldSecond[i] != 0) {
                int slot = slot(new PairKey(oldHigh[i], oldLow[i]));
                high[slot] = oldHigh[i];
                low[slot] = oldLow[i];
                second[slot] = oldSecond[i];
            }
        }
    }

    /** All of them as records, in the order of their keys. */
    byte[] sorted() {
        PairKey[] keys = new PairKey[size];
        int count = 0;
        for (int i = 0; i < second.length; i++) {
            if (second[i] != 0) {
                keys[count++] = new PairKey(high[i], low[i]);
            }
        }
        Arrays.sort(keys);
        ByteBuffer out = ByteBuffer.allocate(size * RECORD_BYTES);
        for (PairKey key : keys) {
            put(out, key, find(key).orElseThrow());
        }
        return out.array();
    }

    static void put(ByteBuffer out, PairKey key, long epochSecond) {
        out.putLong(key.high()).putInt(key.low()).putInt((int) epochSecond);
    }

    /** Adds whole records; a torn one at the end is left out. */
    void addAll(byte[] records) {
        ByteBuffer in = ByteBuffer.wrap(records);
        while (in.remaining() >= RECORD_BYTES) {
            PairKey key = new PairKey(in.getLong(), in.getInt());
            long at = Integer.toUnsignedLong(in.getInt());
            if (at != 0) {
                add(key, at);
            }
        }
    }
}
