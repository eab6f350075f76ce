package sealswarm.license.money;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import sealswarm.license.money.MoneyException.Reason;

/**
 * The one rule by which a whole amount is divided by weights, used for splits between parties and for partial refunds alike: floors
 * first, then one unit each to the largest remainders, ties to the earlier place.
 */
public final class LargestRemainder {
    private LargestRemainder() {}

    /**
     * The parts of {@code totalUnits} in the order of {@code weights}; they add up to it exactly.
     *
     * @param totalUnits any amount but the smallest long; negative is shared by its absolute value and negated
     * @param weights one or more, each zero or more, not all zero, their sum within 64 bits
     */
    public static List<Long> allocate(long totalUnits, List<Long> weights) {
        if (totalUnits == Long.MIN_VALUE) {
            throw new MoneyException(Reason.OVERFLOW, "amount cannot be negated within 64 bits");
        }
        long sum = sum(weights);
        long total = Math.abs(totalUnits);
        long[] parts = new long[weights.size()];
        long[] remainders = new long[weights.size()];
        long left = total;
        for (int i = 0; i < parts.length; i++) {
            divide(total, weights.get(i), sum, i, parts, remainders);
            left -= parts[i];
        }
        // sorted() is stable: among equal remainders the earlier place wins.
        int[] favoured = IntStream.range(0, parts.length)
                .boxed()
                .sorted(Comparator.comparingLong((Integer i) -> remainders[i]).reversed())
                .mapToInt(Integer::intValue)
                .limit(left)
                .toArray();
        for (int i : favoured) {
            parts[i]++;
        }
        List<Long> signed = new ArrayList<>(parts.length);
        for (long part : parts) {
            signed.add(totalUnits < 0 ? -part : part);
        }
        return signed;
    }

    private static long sum(List<Long> weights) {
        long sum = 0;
        for (long weight : weights) {
            if (weight < 0) {
                throw new MoneyException(Reason.SHARES_INVALID, "weight is negative: " + weight);
            }
            try {
                sum = Math.addExact(sum, weight);
            } catch (ArithmeticException e) {
                throw new MoneyException(Reason.OVERFLOW, "weights do not fit 64 bits");
            }
        }
        if (sum == 0) {
            throw new MoneyException(Reason.SHARES_INVALID, "no weight is above zero");
        }
        return sum;
    }

    private static void divide(long total, long weight, long sum, int place, long[] parts, long[] remainders) {
        long high = Math.multiplyHigh(total, weight);
        long low = total * weight;
        if (high == 0 && low >= 0) {
            parts[place] = low / sum;
            remainders[place] = low % sum;
            return;
        }
        BigInteger[] division = BigInteger.valueOf(total)
                .multiply(BigInteger.valueOf(weight))
                .divideAndRemainder(BigInteger.valueOf(sum));
        parts[place] = division[0].longValueExact();
        remainders[place] = division[1].longValueExact();
    }
}
