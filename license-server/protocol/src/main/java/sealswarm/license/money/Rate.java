package sealswarm.license.money;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.regex.Pattern;
import sealswarm.license.money.MoneyException.Reason;

/**
 * A non-negative factor kept as the decimal text it was agreed in, so that it is never rounded itself: {@code 0.7} of the net price,
 * {@code 0.19} tax, {@code 0.0042} per play. At most nine digits before and twelve behind the point. In JSON: the text.
 *
 * @param text the decimal as written; {@code 0.70} and {@code 0.7} are different texts of equal value
 */
public record Rate(@JsonValue String text) {
    private static final Pattern FORM = Pattern.compile("(0|[1-9][0-9]{0,8})(\\.[0-9]{1,12})?");

    /** Refuses anything but plain decimal text within the limits. */
    @JsonCreator
    public Rate {
        if (!FORM.matcher(text).matches()) {
            throw new MoneyException(
                    Reason.RATE_INVALID,
                    "not a rate: '" + (text.length() <= 32 ? text : text.substring(0, 32) + "...") + "'");
        }
    }

    /** The rate as an exact decimal. */
    public BigDecimal decimal() {
        return new BigDecimal(text);
    }

    /** This rate of {@code minorUnits}, rounded half away from zero to whole units. Apply it to totals, never to single plays. */
    public long of(long minorUnits) {
        return exact(decimal().multiply(BigDecimal.valueOf(minorUnits)).setScale(0, RoundingMode.HALF_UP));
    }

    /**
     * This rate as an amount of {@code currency} per unit, for {@code units} of them: rate 0.0042 for 1,000 plays in EUR is 420
     * cents. Rounded half away from zero.
     */
    public long amountFor(long units, String currency) {
        int exponent = CurrencyTable.exponent(currency);
        BigDecimal amount = decimal().multiply(BigDecimal.valueOf(units)).movePointRight(exponent);
        return exact(amount.setScale(0, RoundingMode.HALF_UP));
    }

    private long exact(BigDecimal whole) {
        BigInteger value = whole.toBigIntegerExact();
        if (value.bitLength() > 63) {
            throw new MoneyException(Reason.OVERFLOW, "rate " + text + " gives more than 64 bits hold");
        }
        return value.longValueExact();
    }
}
