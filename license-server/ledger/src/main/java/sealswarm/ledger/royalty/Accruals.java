package sealswarm.ledger.royalty;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import sealswarm.ledger.journal.Period;

/**
 * What one contract earns, period by period. Uses are gathered into totals per line and context; amounts come from cumulative
 * totals: a step earns what the total after it earns less what the total before it earned, and each party gets its part of the
 * total after less its part of the total before. So the steps of a line always add up to the line, and over its life every party is
 * within one unit of exact. For one thread.
 */
public final class Accruals {
    private static final Comparator<Use.Context> CONTEXTS = Comparator.comparing(Use.Context::originPeriod)
            .thenComparing(Use.Context::titleId)
            .thenComparing(Use.Context::trackId)
            .thenComparing(Use.Context::territory)
            .thenComparing(Use.Context::useType)
            .thenComparing(Use.Context::commercialModel);

    /** A contract line, in the order of versions and names. */
    public record LineKey(int version, String lineId) implements Comparable<LineKey> {
        @Override
        public int compareTo(LineKey other) {
            int byVersion = Integer.compare(version, other.version);
            return byVersion != 0 ? byVersion : lineId.compareTo(other.lineId);
        }
    }

    /** Totals of one context; mutable while uses are gathered. */
    private static final class Totals {
        private long quantity;
        private long returned;
        private long gross;
        private long tax;
        private long net;
        private long base;

        private void add(Use use, long addedBase) {
            if (use.quantity() < 0) {
                returned = Math.subtractExact(returned, use.quantity());
            } else {
                quantity = Math.addExact(quantity, use.quantity());
            }
            base = Math.addExact(base, addedBase);
            use.money().ifPresent(paid -> {
                gross = Math.addExact(gross, paid.gross());
                tax = Math.addExact(tax, paid.tax());
                net = Math.addExact(net, paid.net());
            });
        }
    }

    private final ContractHistory contract;
    private final Map<LineKey, Map<Period, Map<Use.Context, Totals>>> totals = new TreeMap<>();

    /** Nothing used yet of {@code contract}. */
    public Accruals(ContractHistory contract) {
        this.contract = contract;
    }

    public ContractHistory contract() {
        return contract;
    }

    /**
     * Takes in one use; true if a line of the contract covers it.
     *
     * @param top the highest version known at the cut of the use's period: later ones never change what a period said
     */
    public boolean add(Use use, int top) {
        Optional<ContractVersion> version = contract.at(use.at(), top);
        Optional<ContractLine> line = version.flatMap(found -> found.lineFor(use));
        if (line.isEmpty()) {
            return false;
        }
        if (use.money()
                .filter(paid -> !paid.currency().equals(contract.currency()))
                .isPresent()) {
            return false;
        }
        LineKey key =
                new LineKey(version.orElseThrow().version(), line.orElseThrow().lineId());
        totals.computeIfAbsent(key, unused -> new TreeMap<>())
                .computeIfAbsent(use.period(), unused -> new TreeMap<>(CONTEXTS))
                .computeIfAbsent(use.context(), unused -> new Totals())
                .add(use, line.orElseThrow().base(use, contract.currency()));
        return true;
    }

    /** The periods with any use, rising. */
    public Set<Period> periods() {
        Set<Period> periods = new TreeSet<>();
        totals.values().forEach(each -> periods.addAll(each.keySet()));
        return periods;
    }

    /** What each line earns in {@code period}, in the order of versions and lines; lines without use in it are left out. */
    public List<LineAccrual> of(Period period) {
        List<LineAccrual> accruals = new ArrayList<>();
        totals.forEach((key, periods) -> {
            if (periods.containsKey(period)) {
                accruals.add(accrual(key, periods, period));
            }
        });
        return accruals;
    }

    private LineAccrual accrual(LineKey key, Map<Period, Map<Use.Context, Totals>> periods, Period period) {
        ContractVersion version = contract.versions().get(key.version() - 1);
        ContractLine line = version.lines().stream()
                .filter(each -> each.lineId().equals(key.lineId()))
                .findFirst()
                .orElseThrow();
        long cumulative = 0;
        for (Map.Entry<Period, Map<Use.Context, Totals>> each : periods.entrySet()) {
            if (each.getKey().before(period)) {
                for (Totals before : each.getValue().values()) {
                    cumulative = Math.addExact(cumulative, before.base);
                }
            }
        }
        long earnedBefore = line.earned(cumulative, contract.currency());
        List<LineAccrual.Step> steps = new ArrayList<>();
        for (Map.Entry<Use.Context, Totals> each :
                periods.getOrDefault(period, Map.of()).entrySet()) {
            Totals of = each.getValue();
            cumulative = Math.addExact(cumulative, of.base);
            long earnedAfter = line.earned(cumulative, contract.currency());
            steps.add(new LineAccrual.Step(
                    each.getKey(),
                    new LineAccrual.Volume(of.quantity, of.returned, of.gross, of.tax, of.net, of.base),
                    earnedAfter - earnedBefore,
                    difference(version, earnedAfter, earnedBefore)));
            earnedBefore = earnedAfter;
        }
        return new LineAccrual(contract.contractId(), version, line, steps, cumulative, earnedBefore);
    }

    private static Map<String, Long> difference(ContractVersion version, long after, long before) {
        Map<String, Long> parts = new TreeMap<>(version.split().allocate(after));
        version.split().allocate(before).forEach((party, given) -> parts.merge(party, -given, Long::sum));
        return parts;
    }
}
