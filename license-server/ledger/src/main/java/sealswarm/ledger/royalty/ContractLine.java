package sealswarm.ledger.royalty;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.Collections;
import java.util.List;
import java.util.TreeSet;
import sealswarm.ledger.LedgerException;
import sealswarm.ledger.journal.Account;
import sealswarm.ledger.journal.UseType;
import sealswarm.license.money.CurrencyTable;
import sealswarm.license.money.Rate;

/**
 * One line of a contract: which uses it is about and what they earn.
 *
 * @param lineId name within the contract
 * @param titles the titles it is about, 1 to {@link #MAX_TITLES}
 * @param uses the uses; none named means all
 * @param territories ISO 3166-1 alpha-2; none named means everywhere
 * @param basis what the rate is applied to
 * @param rate a part of the amount (at most 1), or an amount per play or minute
 * @param deductions part taken off before the rate is applied, less than 1
 */
public record ContractLine(
        String lineId,
        List<String> titles,
        List<UseType> uses,
        List<String> territories,
        Basis basis,
        Rate rate,
        Rate deductions) {
    /** Most titles of one line. */
    public static final int MAX_TITLES = 1_000;
    /** Most territories of one line: there are fewer codes. */
    public static final int MAX_TERRITORIES = 300;

    private static final long MILLIS_PER_MINUTE = 60_000;

    /** Sorts; refuses names outside their grammar, no titles, a part above 1. */
    public ContractLine {
        if (!Account.isArgument(lineId)) {
            throw LedgerException.malformed("not a name of a contract line");
        }
        titles = sorted("titles", titles, MAX_TITLES);
        uses = sorted("uses", uses, UseType.values().length);
        territories = sorted("territories", territories, MAX_TERRITORIES);
        if (titles.isEmpty() || !titles.stream().allMatch(Account::isArgument)) {
            throw LedgerException.malformed("line " + lineId + ": titles: 1 to " + MAX_TITLES + " title ids are due");
        }
        if (!territories.stream().allMatch(code -> code.matches("[A-Z]{2}"))) {
            throw LedgerException.malformed("line " + lineId + ": territories: two-letter codes are due");
        }
        if (basis.ofSales() && rate.decimal().compareTo(BigDecimal.ONE) > 0) {
            throw LedgerException.malformed("line " + lineId + ": rate " + rate.text() + " is more than the whole");
        }
        if (deductions.decimal().compareTo(BigDecimal.ONE) >= 0) {
            throw LedgerException.malformed("line " + lineId + ": deductions " + deductions.text() + " leave nothing");
        }
    }

    /** Whether the line is about {@code use}, whatever it is worth. */
    public boolean covers(Use use) {
        return basis.ofSales() == (use.kind() == Use.Kind.SALE)
                && titles.contains(use.context().titleId())
                && (uses.isEmpty() || uses.contains(use.context().useType()))
                && (territories.isEmpty() || territories.contains(use.context().territory()));
    }

    /** How closely the line is drawn, 0 to 3: a named use counts more than a named territory. */
    public int specificity() {
        return (uses.isEmpty() ? 0 : 2) + (territories.isEmpty() ? 0 : 1);
    }

    /** Whether some use is covered by both lines equally well. */
    public boolean ties(ContractLine other) {
        return basis.ofSales() == other.basis.ofSales()
                && specificity() == other.specificity()
                && !Collections.disjoint(titles, other.titles)
                && (uses.isEmpty() || !Collections.disjoint(uses, other.uses))
                && (territories.isEmpty() || !Collections.disjoint(territories, other.territories));
    }

    /** What {@code use} adds to the line's base: minor units, plays or milliseconds; 0 for money of another currency. */
    public long base(Use use, String currency) {
        return switch (basis) {
            case PER_PLAY -> use.quantity();
            case PER_MINUTE -> use.uniqueMillis();
            case NET ->
                use.money()
                        .filter(paid -> paid.currency().equals(currency))
                        .map(Use.Paid::net)
                        .orElse(0L);
            case GROSS ->
                use.money()
                        .filter(paid -> paid.currency().equals(currency))
                        .map(Use.Paid::gross)
                        .orElse(0L);
        };
    }

    /** What a cumulative base earns in minor units of {@code currency}: rounded once, half away from zero. */
    public long earned(long cumulativeBase, String currency) {
        BigDecimal exact = rate.decimal()
                .multiply(BigDecimal.ONE.subtract(deductions.decimal()))
                .multiply(BigDecimal.valueOf(cumulativeBase));
        BigDecimal units =
                switch (basis) {
                    case NET, GROSS -> exact.setScale(0, RoundingMode.HALF_UP);
                    case PER_PLAY ->
                        exact.movePointRight(CurrencyTable.exponent(currency)).setScale(0, RoundingMode.HALF_UP);
                    case PER_MINUTE ->
                        exact.movePointRight(CurrencyTable.exponent(currency))
                                .divide(BigDecimal.valueOf(MILLIS_PER_MINUTE), 0, RoundingMode.HALF_UP);
                };
        BigInteger whole = units.toBigIntegerExact();
        if (whole.bitLength() > 62) {
            throw LedgerException.malformed("line " + lineId + " earns more than 64 bits hold");
        }
        return whole.longValueExact();
    }

    private static <T extends Comparable<T>> List<T> sorted(String member, List<T> values, int max) {
        List<T> sorted = List.copyOf(new TreeSet<>(values));
        if (sorted.size() != values.size() || sorted.size() > max) {
            throw LedgerException.malformed(member + ": each once and at most " + max + " are due");
        }
        return sorted;
    }
}
