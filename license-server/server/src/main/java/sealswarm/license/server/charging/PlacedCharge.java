package sealswarm.license.server.charging;

import java.util.Locale;

/**
 * A charge under way: what must not be in the journal (whose account it is), and how far it has come.
 *
 * @param orderId the order
 * @param subject the buyer's account; erasable
 * @param buyer the buyer's pseudonym
 * @param requestJson the request, canonical
 * @param state how far
 */
public record PlacedCharge(String orderId, String subject, String buyer, String requestJson, State state) {
    /** How far a charge has come. */
    public enum State {
        /** Asked for; perhaps paid. */
        PLACED,
        /** Paid and all grants given. */
        FULFILLED,
        /** A refund is under way. */
        REFUNDING,
        /** Paid back in full and all grants taken back. */
        REFUNDED;

        /** The name in documents. */
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }

        static State of(String text) {
            return valueOf(text.toUpperCase(Locale.ROOT));
        }
    }
}
