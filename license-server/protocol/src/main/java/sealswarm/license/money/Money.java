package sealswarm.license.money;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.math.BigDecimal;
import java.util.regex.Pattern;
import sealswarm.license.money.MoneyException.Reason;

/**
 * An amount: ISO 4217 code and signed minor units (999 EUR cents, 999 JPY yen). Arithmetic is exact; what does not fit 64 bits is
 * refused, never wrapped. In JSON {@code {"c":"EUR","m":"999"}}: the units are text, since JSON numbers end at 2^53.
 *
 * @param currency code of {@link CurrencyTable}
 * @param minorUnits the amount in the currency's smallest unit; negative where money flows the other way
 */
public record Money(
        @JsonProperty("c") String currency,

        @JsonProperty("m") @JsonFormat(shape = JsonFormat.Shape.STRING)
        long minorUnits) {
    private static final Pattern UNITS = Pattern.compile("0|-?[1-9][0-9]{0,18}");
    private static final Pattern DECIMAL = Pattern.compile("-?(0|[1-9][0-9]{0,18})(\\.[0-9]{1,3})?");

    /** Refuses currencies outside the table. */
    public Money {
        CurrencyTable.exponent(currency);
    }

    /** An amount of {@code minorUnits} in {@code currency}. */
    public static Money of(String currency, long minorUnits) {
        return new Money(currency, minorUnits);
    }

    /** No money in {@code currency}. */
    public static Money zero(String currency) {
        return new Money(currency, 0);
    }

    /** The amount of the JSON form; {@code units} must be text in shortest form, not a number. */
    @JsonCreator
    static Money ofJson(
            @JsonProperty(value = "c", required = true) String currency,
            @JsonProperty(value = "m", required = true) Object units) {
        if (!(units instanceof String text)) {
            throw new MoneyException(Reason.AMOUNT_INVALID, "minor units must be text, as in \"999\"");
        }
        return new Money(currency, parseUnits(text));
    }

    /** Minor units from their text in shortest form: no plus sign, no leading zero, no minus zero. */
    public static long parseUnits(String text) {
        if (!UNITS.matcher(text).matches()) {
            throw new MoneyException(
                    Reason.AMOUNT_INVALID, "not an integer number of minor units: '" + cut(text) + "'");
        }
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new MoneyException(Reason.OVERFLOW, "minor units do not fit 64 bits: '" + cut(text) + "'");
        }
    }

    /** The amount of a plain decimal such as {@code 9.99}; more decimals than the currency has are refused, not rounded. */
    public static Money parse(String currency, String decimal) {
        int exponent = CurrencyTable.exponent(currency);
        if (!DECIMAL.matcher(decimal).matches()) {
            throw new MoneyException(Reason.AMOUNT_INVALID, "not an amount: '" + cut(decimal) + "'");
        }
        BigDecimal value = new BigDecimal(decimal);
        if (value.scale() > exponent) {
            throw new MoneyException(
                    Reason.AMOUNT_INVALID, currency + " has " + exponent + " decimals: '" + cut(decimal) + "'");
        }
        try {
            return new Money(currency, value.movePointRight(exponent).longValueExact());
        } catch (ArithmeticException e) {
            throw new MoneyException(Reason.OVERFLOW, "amount does not fit 64 bits: '" + cut(decimal) + "'");
        }
    }

    /** The amount as a plain decimal in the currency's exponent: {@code 9.99}, {@code -0.05}, {@code 1000} for yen. */
    public String decimalText() {
        return BigDecimal.valueOf(minorUnits, CurrencyTable.exponent(currency)).toPlainString();
    }

    /** The sum; both amounts must be of one currency. */
    public Money plus(Money other) {
        requireSame(other);
        try {
            return new Money(currency, Math.addExact(minorUnits, other.minorUnits));
        } catch (ArithmeticException e) {
            throw new MoneyException(Reason.OVERFLOW, "sum does not fit 64 bits: " + this + " + " + other);
        }
    }

    /** The difference; both amounts must be of one currency. */
    public Money minus(Money other) {
        requireSame(other);
        try {
            return new Money(currency, Math.subtractExact(minorUnits, other.minorUnits));
        } catch (ArithmeticException e) {
            throw new MoneyException(Reason.OVERFLOW, "difference does not fit 64 bits: " + this + " - " + other);
        }
    }

    /** The amount {@code count} times. */
    public Money times(long count) {
        try {
            return new Money(currency, Math.multiplyExact(minorUnits, count));
        } catch (ArithmeticException e) {
            throw new MoneyException(Reason.OVERFLOW, "product does not fit 64 bits: " + this + " x " + count);
        }
    }

    /** The amount with its sign turned. */
    public Money negated() {
        return zero(currency).minus(this);
    }

    /** Whether the amount is below zero. */
    public boolean negative() {
        return minorUnits < 0;
    }

    /** Whether the amount is zero. */
    public boolean none() {
        return minorUnits == 0;
    }

    /** For people: {@code 9.99 EUR}. */
    @Override
    public String toString() {
        return decimalText() + " " + currency;
    }

    private void requireSame(Money other) {
        if (!currency.equals(other.currency)) {
            throw new MoneyException(
                    Reason.CURRENCY_MISMATCH, "cannot combine " + currency + " with " + other.currency);
        }
    }

    private static String cut(String text) {
        return text.length() <= 32 ? text : text.substring(0, 32) + "...";
    }
}
