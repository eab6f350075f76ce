package sealswarm.license.key;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** The one purpose of a server key. */
public enum KeyUse {
    /** Signs licenses, statuses, revocations, device certificates, log heads and the key list itself. */
    DOCUMENTS,
    /** Receives title keys by HPKE. */
    SEAL,
    /** Signs ledger heads and statements. */
    LEDGER,
    /** Signs export manifests. */
    EXPORT;

    @JsonValue
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
