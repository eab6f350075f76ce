package sealswarm.license.money;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import sealswarm.license.money.MoneyException.Reason;

/**
 * Who gets which part of an amount: whole weights that add up to a declared denominator, so that one third is exact. Kept sorted by
 * party id, because the order in which parties are written must not decide who gets a left-over cent.
 *
 * @param denominator 1 to {@link #MAX_DENOMINATOR}, the sum of all weights
 * @param shares 1 to {@link #MAX_PARTIES}, each party once, ascending by the bytes of its id
 */
public record Shares(long denominator, List<Share> shares) {
    /** The largest denominator. */
    public static final long MAX_DENOMINATOR = 1_000_000_000L;
    /** The largest number of parties of one split. */
    public static final int MAX_PARTIES = 10_000;

    /** Sorts; refuses doubled parties and weights that do not add up to the denominator. */
    public Shares {
        if (denominator < 1 || denominator > MAX_DENOMINATOR) {
            throw invalid("denominator is " + denominator + ", allowed are 1 to " + MAX_DENOMINATOR);
        }
        if (shares.isEmpty() || shares.size() > MAX_PARTIES) {
            throw invalid(shares.size() + " parties, allowed are 1 to " + MAX_PARTIES);
        }
        // Party ids are ASCII (Share), so the order of chars is the order of UTF-8 bytes.
        List<Share> sorted = new ArrayList<>(shares);
        sorted.sort(Comparator.comparing(Share::party));
        long sum = 0;
        for (int i = 0; i < sorted.size(); i++) {
            if (i > 0 && sorted.get(i).party().equals(sorted.get(i - 1).party())) {
                throw invalid("party " + sorted.get(i).party() + " is listed twice");
            }
            sum = Math.addExact(sum, sorted.get(i).weight());
        }
        if (sum != denominator) {
            throw invalid("weights add up to " + sum + ", the denominator is " + denominator);
        }
        shares = List.copyOf(sorted);
    }

    /** A split in which {@code residual} gets whatever the stated weights leave of the denominator; at least 1. */
    public static Shares withResidual(long denominator, List<Share> stated, String residual) {
        long rest = denominator;
        for (Share share : stated) {
            rest -= share.weight();
        }
        if (rest < 1) {
            throw invalid("nothing is left of " + denominator + " for the residual party " + residual);
        }
        List<Share> all = new ArrayList<>(stated);
        all.add(new Share(residual, rest));
        return new Shares(denominator, all);
    }

    /**
     * {@code totalUnits} shared out by largest remainder: every party gets the floor of its exact part, left-over units go to the
     * largest remainders, ties to the smaller id. A negative total is shared by its absolute value and negated. The parts add up to
     * the total, each is within one unit of exact. By ascending party id; parties with nothing are included.
     */
    public Map<String, Long> allocate(long totalUnits) {
        List<Long> weights = new ArrayList<>(shares.size());
        for (Share share : shares) {
            weights.add(share.weight());
        }
        List<Long> parts = LargestRemainder.allocate(totalUnits, weights);
        Map<String, Long> byParty = new LinkedHashMap<>();
        for (int i = 0; i < shares.size(); i++) {
            byParty.put(shares.get(i).party(), parts.get(i));
        }
        return byParty;
    }

    private static MoneyException invalid(String message) {
        return new MoneyException(Reason.SHARES_INVALID, message);
    }
}
