package sealswarm.ledger.journal;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import sealswarm.ledger.LedgerException;

/** How a title is used, in the words of DDEX. */
public enum UseType {
    PERMANENT_DOWNLOAD("PermanentDownload"),
    CONDITIONAL_DOWNLOAD("ConditionalDownload"),
    ON_DEMAND_STREAM("OnDemandStream");

    private final String text;

    UseType(String text) {
        this.text = text;
    }

    /** The DDEX word. */
    @JsonValue
    public String text() {
        return text;
    }

    /** The use of a DDEX word. */
    @JsonCreator
    public static UseType parse(String text) {
        for (UseType each : values()) {
            if (each.text.equals(text)) {
                return each;
            }
        }
        throw LedgerException.malformed("no such use: PermanentDownload, ConditionalDownload, OnDemandStream are");
    }
}
