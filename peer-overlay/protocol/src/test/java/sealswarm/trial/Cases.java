package sealswarm.trial;

import java.util.Random;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/**
 * Seeded property tests: many generated cases from one seed, the seed of a failing case in the failure's message, and that
 * one case again with {@code -Dsealswarm.seed=SEED}.
 *
 * <p>Every case has a seed of its own, so that a replay runs the failing case alone and not all cases before it.
 */
public final class Cases {
    private static final String REPLAY = "sealswarm.seed";

    /** The check of one generated case; any throwable is a failure. */
    @FunctionalInterface
    public interface Check<T> {
        void accept(T value) throws Exception;
    }

    private Cases() {}

    /**
     * Runs {@code check} on {@code count} values, each generated from its own seed derived from {@code seed}.
     *
     * @throws AssertionError naming the case's seed and value if a check fails
     */
    public static <T> void forAll(long seed, int count, Function<RandomGenerator, T> generator, Check<T> check) {
        String replay = System.getProperty(REPLAY);
        if (replay != null) {
            runOne(Long.parseLong(replay), generator, check);
            return;
        }
        Random seeds = new Random(seed);
        for (int i = 0; i < count; i++) {
            runOne(seeds.nextLong(), generator, check);
        }
    }

    /** As {@link #forAll(long, int, Function, Check)} where the check itself draws what it needs. */
    public static void forAll(long seed, int count, Check<RandomGenerator> check) {
        forAll(seed, count, random -> random, check);
    }

    private static <T> void runOne(long seed, Function<RandomGenerator, T> generator, Check<T> check) {
        T value = generator.apply(new Random(seed));
        try {
            check.accept(value);
        } catch (Throwable failure) {
            String shown = value instanceof RandomGenerator ? "" : " for " + value;
            throw new AssertionError(
                    "case fails" + shown + "; replay with -D" + REPLAY + "=" + seed + ": " + failure, failure);
        }
    }
}
