package sealswarm.ledger.royalty;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What one contract line earned in one period.
 *
 * @param contractId the contract
 * @param version the version the uses fall under
 * @param line the line
 * @param steps what each context adds, in the order in which the total grew
 * @param cumulativeBase total of all bases up to the end of the period
 * @param cumulativeEarned what that total earns
 */
public record LineAccrual(
        String contractId,
        ContractVersion version,
        ContractLine line,
        List<Step> steps,
        long cumulativeBase,
        long cumulativeEarned) {
    /**
     * What one context adds to a line.
     *
     * @param context what was used, how, where and in which month
     * @param volume how much
     * @param earned what the line earns by it, minor units; negative where more was taken back than sold
     * @param shares each party's part of it, by party id; they add up to {@code earned}
     */
    public record Step(Use.Context context, Volume volume, long earned, Map<String, Long> shares) {
        public Step {
            shares = Map.copyOf(shares);
        }
    }

    /**
     * How much was used.
     *
     * @param usages items sold or plays
     * @param returns items taken back
     * @param gross what was paid, minor units; 0 for plays
     * @param tax the tax in it
     * @param net the rest
     * @param base what the rate is applied to
     */
    public record Volume(long usages, long returns, long gross, long tax, long net, long base) {}

    public LineAccrual {
        steps = List.copyOf(steps);
    }

    /** What the line earned in the period. */
    public long earned() {
        return steps.stream().mapToLong(Step::earned).sum();
    }

    /** Each party's part of it, by party id. */
    public Map<String, Long> shares() {
        Map<String, Long> sums = new TreeMap<>();
        for (Step step : steps) {
            step.shares().forEach((party, units) -> sums.merge(party, units, Math::addExact));
        }
        return sums;
    }

    /** What was earned by each title, by title id. */
    public Map<String, Long> byTitle() {
        Map<String, Long> sums = new TreeMap<>();
        for (Step step : steps) {
            sums.merge(step.context().titleId(), step.earned(), Math::addExact);
        }
        return sums;
    }
}
