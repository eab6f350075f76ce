package sealswarm.overlay.collector;

import java.nio.ByteBuffer;
import java.util.Optional;
import sealswarm.overlay.token.Pseudonym;
import sealswarm.overlay.token.SwarmId;
import sealswarm.overlay.tracker.Subject;

/**
 * Two subjects of one swarm, whichever comes first, in 96 bits. Pseudonyms are drawn by us and cannot be chosen, so mixing them
 * needs no cryptographic hash.
 *
 * @param high first 64 bits
 * @param low the others
 */
public record PairKey(long high, int low) implements Comparable<PairKey> {
    private static final long ODD = 0x9E37_79B9_7F4A_7C15L;
    private static final long MIX_ONE = 0xBF58_476D_1CE4_E5B9L;
    private static final long MIX_TWO = 0x94D0_49BB_1331_11EBL;

    /** The pair; nothing if one of them is nobody, or both are the same. */
    public static Optional<PairKey> of(SwarmId swarmId, Pseudonym one, Pseudonym other) {
        return of(swarm(swarmId.bytes()), Subject.of(one), Subject.of(other));
    }

    /**
     * As {@link #of(SwarmId, Pseudonym, Pseudonym)}.
     *
     * @param swarm what {@link #swarm} gives
     */
    static Optional<PairKey> of(long swarm, Subject one, Subject other) {
        if (one.equals(other) || one.isNobody() || other.isNobody()) {
            return Optional.empty();
        }
        boolean inOrder = Long.compareUnsigned(one.high(), other.high()) < 0
                || (one.high() == other.high() && Long.compareUnsigned(one.low(), other.low()) < 0);
        Subject first = inOrder ? one : other;
        Subject second = inOrder ? other : one;
        long state = mixed(swarm ^ first.high());
        state = mixed(state ^ first.low());
        state = mixed(state ^ second.high());
        state = mixed(state ^ second.low());
        return Optional.of(new PairKey(state, (int) mixed(state ^ second.high())));
    }

    /** What stands for a swarm's 20 bytes. */
    static long swarm(byte[] swarmId) {
        ByteBuffer in = ByteBuffer.wrap(swarmId);
        return mixed(mixed(in.getLong()) ^ in.getLong());
    }

    private static long mixed(long value) {
        long z = value + ODD;
        z = (z ^ (z >>> 30)) * MIX_ONE;
        z = (z ^ (z >>> 27)) * MIX_TWO;
        return z ^ (z >>> 31);
    }

    @Override
    public int compareTo(PairKey other) {
        int order = Long.compareUnsigned(high, other.high);
        return order != 0 ? order : Integer.compareUnsigned(low, other.low);
    }
}
