package sealswarm.license.money;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import sealswarm.license.money.MoneyException.Reason;
import sealswarm.trial.Cases;

class SharesTest {
    private static Reason refusal(Runnable action) {
        return assertThrows(MoneyException.class, action::run).reason();
    }

    private static Shares random(RandomGenerator random) {
        int parties = 1 + random.nextInt(20);
        List<Share> shares = new ArrayList<>();
        long sum = 0;
        for (int i = 0; i < parties; i++) {
            long weight = 1 + random.nextLong(40_000_000L);
            shares.add(new Share("party-" + i, weight));
            sum += weight;
        }
        return new Shares(sum, shares);
    }

    @Test
    void sharesTheWorkedExample() {
        Shares shares = new Shares(100, List.of(new Share("a", 60), new Share("b", 25), new Share("c", 15)));
        assertEquals(Map.of("a", 352L, "b", 147L, "c", 88L), shares.allocate(587));
        assertEquals(Map.of("a", -352L, "b", -147L, "c", -88L), shares.allocate(-587));
    }

    @Test
    void givesTheOddCentToTheSmallerIdWhenRemaindersTie() {
        Shares thirds = new Shares(3, List.of(new Share("z", 1), new Share("B", 1), new Share("a", 1)));
        assertEquals(Map.of("B", 34L, "a", 33L, "z", 33L), thirds.allocate(100));
        assertEquals(Map.of("B", 1L, "a", 1L, "z", 0L), thirds.allocate(2));
    }

    @Test
    void partsAddUpAndStayWithinOneUnitOfExact() {
        Cases.forAll(3, 2_000, random -> {
            Shares shares = random(random);
            long total = random.nextLong(Long.MAX_VALUE) * (random.nextBoolean() ? 1 : -1);
            Map<String, Long> parts = shares.allocate(total);
            long sum = 0;
            for (Share share : shares.shares()) {
                long part = Objects.requireNonNull(parts.get(share.party()));
                sum += part;
                BigInteger difference = BigInteger.valueOf(total)
                        .multiply(BigInteger.valueOf(share.weight()))
                        .subtract(BigInteger.valueOf(part).multiply(BigInteger.valueOf(shares.denominator())))
                        .abs();
                assertTrue(difference.compareTo(BigInteger.valueOf(shares.denominator())) < 0);
            }
            assertEquals(total, sum);
        });
    }

    @Test
    void theOrderOfPartiesChangesNothing() {
        Cases.forAll(4, 500, random -> {
            Shares shares = random(random);
            List<Share> shuffled = new ArrayList<>(shares.shares());
            Collections.shuffle(shuffled, new Random(random.nextLong()));
            Shares again = new Shares(shares.denominator(), shuffled);
            assertEquals(shares, again);
            long total = random.nextLong();
            if (total != Long.MIN_VALUE) {
                assertEquals(shares.allocate(total), again.allocate(total));
                assertEquals(
                        List.copyOf(shares.allocate(total).keySet()),
                        List.copyOf(again.allocate(total).keySet()));
            }
        });
    }

    @Test
    void refusesWeightsThatDoNotAddUpToTheDenominator() {
        assertEquals(Reason.SHARES_INVALID, refusal(() -> new Shares(100, List.of(new Share("a", 99)))));
        assertEquals(Reason.SHARES_INVALID, refusal(() -> new Shares(100, List.of(new Share("a", 101)))));
        assertEquals(Reason.SHARES_INVALID, refusal(() -> new Shares(0, List.of(new Share("a", 1)))));
        assertEquals(Reason.SHARES_INVALID, refusal(() -> new Shares(1, List.of())));
        assertEquals(
                Reason.SHARES_INVALID, refusal(() -> new Shares(2, List.of(new Share("a", 1), new Share("a", 1)))));
    }

    @Test
    void refusesNegativeZeroAndOversizedWeights() {
        for (long weight : new long[] {0, -1, Long.MIN_VALUE, Shares.MAX_DENOMINATOR + 1}) {
            assertEquals(Reason.SHARES_INVALID, refusal(() -> new Share("a", weight)));
        }
        assertEquals(Shares.MAX_DENOMINATOR, new Share("a", Shares.MAX_DENOMINATOR).weight());
        assertEquals(
                Reason.SHARES_INVALID,
                refusal(() -> new Shares(
                        Shares.MAX_DENOMINATOR + 1,
                        List.of(new Share("a", Shares.MAX_DENOMINATOR), new Share("b", 1)))));
    }

    @Test
    void refusesPartyIdsThatAreNoAccountSegment() {
        for (String id : List.of("", "a:b", "a b", "ä", "x".repeat(65), "a\n")) {
            assertEquals(Reason.SHARES_INVALID, refusal(() -> new Share(id, 1)), id);
        }
        assertEquals(64, new Share("x".repeat(64), 1).party().length());
    }

    @Test
    void takesTenThousandPartiesAndNotOneMore() {
        List<Share> shares = new ArrayList<>();
        for (int i = 0; i < Shares.MAX_PARTIES; i++) {
            shares.add(new Share("p" + i, 1));
        }
        assertEquals(10_000, new Shares(10_000, shares).allocate(5).size());
        shares.add(new Share("more", 1));
        assertEquals(Reason.SHARES_INVALID, refusal(() -> new Shares(10_001, shares)));
    }

    @Test
    void givesTheResidualPartyWhatTheOthersLeave() {
        Shares shares = Shares.withResidual(100, List.of(new Share("author", 30)), "label");
        assertEquals(new Shares(100, List.of(new Share("author", 30), new Share("label", 70))), shares);
        assertEquals(
                Reason.SHARES_INVALID,
                refusal(() -> Shares.withResidual(100, List.of(new Share("author", 100)), "label")));
    }

    @Test
    void dividesByWeightsThatMayBeZero() {
        assertEquals(List.of(0L, 10L), LargestRemainder.allocate(10, List.of(0L, 7L)));
        assertEquals(Reason.SHARES_INVALID, refusal(() -> LargestRemainder.allocate(10, List.of(0L, 0L))));
        assertEquals(Reason.SHARES_INVALID, refusal(() -> LargestRemainder.allocate(10, List.of(-1L, 2L))));
        assertEquals(Reason.OVERFLOW, refusal(() -> LargestRemainder.allocate(Long.MIN_VALUE, List.of(1L))));
        assertEquals(
                Reason.OVERFLOW, refusal(() -> LargestRemainder.allocate(1, List.of(Long.MAX_VALUE, Long.MAX_VALUE))));
    }
}
