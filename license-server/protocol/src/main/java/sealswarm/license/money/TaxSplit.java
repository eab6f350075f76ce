package sealswarm.license.money;

import java.math.BigDecimal;
import java.math.RoundingMode;
import sealswarm.license.money.MoneyException.Reason;

/**
 * A gross price taken apart: {@code net = HALF_UP(gross / (1 + rate))}, the tax is what remains, so the parts always add up. Done
 * once per order line and stored; never computed again from a later rate.
 *
 * @param gross what the buyer pays, tax included
 * @param net the part that is income
 * @param tax the part that is owed to the state
 */
public record TaxSplit(Money gross, Money net, Money tax) {
    /** Refuses parts that do not add up. */
    public TaxSplit {
        if (!net.plus(tax).equals(gross)) {
            throw new MoneyException(Reason.AMOUNT_INVALID, net + " and " + tax + " are not " + gross);
        }
    }

    /** The split of a price that includes tax at {@code rate} (0.19 for 19 %). */
    public static TaxSplit ofGross(Money gross, Rate rate) {
        BigDecimal divisor = BigDecimal.ONE.add(rate.decimal());
        long net = BigDecimal.valueOf(gross.minorUnits())
                .divide(divisor, 0, RoundingMode.HALF_UP)
                .longValueExact();
        Money netMoney = Money.of(gross.currency(), net);
        return new TaxSplit(gross, netMoney, gross.minus(netMoney));
    }

    /** The split of a price to which tax at {@code rate} is added. */
    public static TaxSplit ofNet(Money net, Rate rate) {
        Money tax = Money.of(net.currency(), rate.of(net.minorUnits()));
        return new TaxSplit(net.plus(tax), net, tax);
    }
}
