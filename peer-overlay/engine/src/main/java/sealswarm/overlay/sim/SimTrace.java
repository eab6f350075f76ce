package sealswarm.overlay.sim;

/**
 * A fingerprint of everything that was delivered and when: two runs that differ in one message differ here. Not cryptographic. One
 * thread owns it.
 */
final class SimTrace {
    private static final long SPREAD = 0x9E37_79B9_7F4A_7C15L;

    private long hash = SPREAD;

    /** Something happened at {@code micros}. */
    void note(long micros, int place, int what, long detail) {
        hash = mix(hash ^ micros);
        hash = mix(hash ^ (((long) place << 32) | (what & 0xffff_ffffL)));
        hash = mix(hash ^ detail);
    }

    private static long mix(long value) {
        long mixed = (value ^ (value >>> 32)) * SPREAD;
        return mixed ^ (mixed >>> 29);
    }

    /** The fingerprint so far. */
    long hash() {
        return hash;
    }
}
