package sealswarm.overlay.utp;

/** Arithmetic of 16-bit packet numbers, which begin again at 0 after 65,535. */
final class Sequence {
    private static final int MASK = 0xFFFF;

    private Sequence() {}

    static int wrap(int number) {
        return number & MASK;
    }

    static int next(int number) {
        return wrap(number + 1);
    }

    static int previous(int number) {
        return wrap(number - 1);
    }

    /** How far {@code number} lies after {@code from}; negative if before it. Right for distances below 32,768. */
    static int distance(int from, int number) {
        return (short) (number - from);
    }
}
