package sealswarm.ledger.audit;

import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Locale;
import sealswarm.format.json.Base64Url;
import sealswarm.format.json.CanonicalJson;
import sealswarm.format.json.StrictJson;
import sealswarm.format.problem.FormatException;
import sealswarm.ledger.LedgerException;
import sealswarm.ledger.counting.GrantTerms;
import sealswarm.ledger.counting.ReceiptEntry;
import sealswarm.ledger.counting.Verdict;
import sealswarm.ledger.journal.Sha256;
import sealswarm.ledger.royalty.ContractVersion;
import sealswarm.license.receipt.PlayEntry;
import sealswarm.license.receipt.ReceiptChain;
import sealswarm.license.wire.WireJson;

/** One thing that is kept beside the journal and must agree with it; in a dump one line of canonical JSON. */
public sealed interface Evidence {
    /** Longest line, in bytes: the largest statement as text within a text. */
    int MAX_LINE_BYTES = 32 * 1024 * 1024;

    /** Which one; the member {@code kind} of a line. */
    enum Kind {
        CONTRACT(Contract.class),
        STATEMENT(StatementText.class),
        ORDER(Order.class),
        GRANT(Grant.class),
        TRACK(Track.class),
        RECEIPT(Receipt.class);

        private final Class<? extends Evidence> type;

        Kind(Class<? extends Evidence> type) {
            this.type = type;
        }

        @JsonValue
        String text() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Kind of(String text) {
            for (Kind kind : values()) {
                if (kind.text().equals(text)) {
                    return kind;
                }
            }
            throw LedgerException.malformed("no such kind of evidence: '" + text + "'");
        }
    }

    Kind kind();

    /** A contract version. */
    record Contract(ContractVersion contract) implements Evidence {
        @Override
        public Kind kind() {
            return Kind.CONTRACT;
        }
    }

    /** A statement as stored: the exact text of its bytes. */
    record StatementText(String id, String text) implements Evidence {
        @Override
        public Kind kind() {
            return Kind.STATEMENT;
        }
    }

    /**
     * An order, by the record of its charge.
     *
     * @param state {@link #ASKED} where it may not have been charged; anything else says that it was
     */
    record Order(String orderId, String state) implements Evidence {
        /** Asked for; perhaps charged, perhaps refused. */
        public static final String ASKED = "placed";

        @Override
        public Kind kind() {
            return Kind.ORDER;
        }
    }

    /**
     * A grant.
     *
     * @param orderId the order behind it
     * @param chargedAfterMillis media time from which a play of it is charged; 0 where plays are not charged one by one
     */
    record Grant(GrantTerms terms, String orderId, long chargedAfterMillis) implements Evidence {
        @Override
        public Kind kind() {
            return Kind.GRANT;
        }
    }

    /** How long a track lasts. */
    record Track(String titleId, String trackId, long durationMillis) implements Evidence {
        @Override
        public Kind kind() {
            return Kind.TRACK;
        }
    }

    /**
     * A stored receipt entry.
     *
     * @param bytes exactly as the device wrote them, base64url
     * @param occurredAtMillis its time, held between the license's issue and the receipt
     * @param n number of its segment in the stream of the process that stored it
     */
    record Receipt(
            String device,
            long epoch,
            long seq,
            String bytes,
            Verdict verdict,
            long occurredAtMillis,
            long receivedAtMillis,
            String stream,
            long n)
            implements Evidence {
        @Override
        public Kind kind() {
            return Kind.RECEIPT;
        }

        /** {@code device:epoch:seq}. */
        public ReceiptEntry.Place place() {
            return new ReceiptEntry.Place(device, epoch, seq);
        }

        /** Whether the bytes can be read: others name no play. */
        public boolean readable() {
            return verdict != Verdict.MALFORMED;
        }

        /**
         * The entry as counting wants it, its hash computed from the bytes.
         *
         * @throws LedgerException integrity, naming the place
         */
        public ReceiptEntry entry() {
            try {
                byte[] raw = Base64Url.decode(bytes);
                return ReceiptEntry.of(
                        place(),
                        new Sha256(ReceiptChain.hash(raw).hex()),
                        PlayEntry.read(raw),
                        verdict,
                        new ReceiptEntry.Stored(
                                Instant.ofEpochMilli(occurredAtMillis),
                                Instant.ofEpochMilli(receivedAtMillis),
                                new ReceiptEntry.Arrival(stream, n)));
            } catch (FormatException | IllegalArgumentException unreadable) {
                throw new LedgerException(
                        LedgerException.Reason.INTEGRITY, "receipt " + place() + ": " + unreadable.getMessage());
            }
        }
    }

    /** The line of a dump, without its end. */
    static String line(Evidence evidence) {
        ObjectNode tree = (ObjectNode) WireJson.tree(evidence);
        tree.put("kind", evidence.kind().text());
        return CanonicalJson.text(tree);
    }

    /**
     * Reads a line.
     *
     * @throws LedgerException malformed
     */
    static Evidence read(String line) {
        try {
            ObjectNode tree = StrictJson.parseObject(line.getBytes(StandardCharsets.UTF_8), MAX_LINE_BYTES);
            Kind kind = Kind.of(tree.path("kind").asText());
            tree.remove("kind");
            return WireJson.readOpenTree(tree, kind.type);
        } catch (FormatException malformed) {
            throw LedgerException.malformed("evidence: " + malformed.getMessage());
        }
    }
}
