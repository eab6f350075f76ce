package sealswarm.license.money;

import java.util.regex.Pattern;
import sealswarm.license.money.MoneyException.Reason;

/**
 * One party's part of a split.
 *
 * @param party id of 1 to 64 of {@code A-Z a-z 0-9 . _ ~ -}: it becomes a segment of account names
 * @param weight whole number of 1 to {@link Shares#MAX_DENOMINATOR}
 */
public record Share(String party, long weight) {
    private static final Pattern PARTY = Pattern.compile("[A-Za-z0-9._~-]{1,64}");

    /** Refuses ids outside the grammar and weights outside the range. */
    public Share {
        if (!PARTY.matcher(party).matches()) {
            throw new MoneyException(
                    Reason.SHARES_INVALID,
                    "party id must be 1 to 64 of A-Z a-z 0-9 . _ ~ -, not of length " + party.length());
        }
        if (weight < 1 || weight > Shares.MAX_DENOMINATOR) {
            throw new MoneyException(
                    Reason.SHARES_INVALID,
                    "weight of " + party + " is " + weight + ", allowed are 1 to " + Shares.MAX_DENOMINATOR);
        }
    }
}
