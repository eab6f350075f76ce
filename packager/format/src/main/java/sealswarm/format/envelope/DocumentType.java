package sealswarm.format.envelope;

import java.util.Set;

/**
 * A kind of signed document.
 *
 * @param typ the payload's {@code typ}, different for every kind so that a signature cannot change its meaning
 * @param maxPayloadBytes the longest payload a reader takes
 * @param understood the names in {@code crit} that this reader understands
 */
public record DocumentType(String typ, int maxPayloadBytes, Set<String> understood) {
    public DocumentType {
        understood = Set.copyOf(understood);
    }

    /** A kind without any critical extension. */
    public static DocumentType of(String typ, int maxPayloadBytes) {
        return new DocumentType(typ, maxPayloadBytes, Set.of());
    }

    /** The longest envelope around such a payload: base64url, four signatures, names. */
    public int maxEnvelopeBytes() {
        return Math.addExact(Math.multiplyExact(maxPayloadBytes / 3 + 1, 4), 4 * 1024);
    }
}
