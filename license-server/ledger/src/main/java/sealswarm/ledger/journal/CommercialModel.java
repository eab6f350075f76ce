package sealswarm.ledger.journal;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import sealswarm.ledger.LedgerException;

/** How a use is paid for, in the words of DDEX. */
public enum CommercialModel {
    PAY_AS_YOU_GO("PayAsYouGoModel"),
    SUBSCRIPTION("SubscriptionModel"),
    FREE_OF_CHARGE("FreeOfChargeModel");

    private final String text;

    CommercialModel(String text) {
        this.text = text;
    }

    /** The DDEX word. */
    @JsonValue
    public String text() {
        return text;
    }

    /** The model of a DDEX word. */
    @JsonCreator
    public static CommercialModel parse(String text) {
        for (CommercialModel each : values()) {
            if (each.text.equals(text)) {
                return each;
            }
        }
        throw LedgerException.malformed(
                "no such commercial model: PayAsYouGoModel, SubscriptionModel, FreeOfChargeModel are");
    }
}
