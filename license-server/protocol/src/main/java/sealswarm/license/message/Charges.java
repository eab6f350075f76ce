package sealswarm.license.message;

import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import sealswarm.license.money.Money;
import sealswarm.license.rights.Territories;

/** Requests and answers about money of buyers: charges, refunds, vouchers, store credit. */
public final class Charges {
    /** Most lines of one order. */
    public static final int MAX_LINES = 100;

    /** Most vouchers of one batch. */
    public static final int MAX_VOUCHERS = 1_000;

    /** Body of {@code PUT /v1/charges/{orderId}}, repeatable. The buyer is named by the Keycloak subject. */
    public record ChargeRequest(String subject, String territory, PaymentMethod method, List<ChargeLine> lines) {
        public ChargeRequest {
            Texts.id("subject", subject);
            Territories.requireCode(territory);
            lines = List.copyOf(lines);
            Texts.range("lines", lines.size(), 1, MAX_LINES);
        }
    }

    /** How the buyer pays. */
    public enum PaymentMethod {
        WALLET;

        @JsonValue
        public String text() {
            return Texts.constant(this);
        }
    }

    /**
     * One line of an order; lines are numbered from 0 in their order.
     *
     * @param expected what the buyer was shown; another price of the stored offer version is {@code offer-changed}
     */
    public record ChargeLine(String offerId, int offerVersion, Money expected) {
        public ChargeLine {
            Texts.id("offerId", offerId);
            Texts.range("offerVersion", offerVersion, 1, 1_000_000);
        }
    }

    /** How far a charge has come. */
    public enum ChargeState {
        CAPTURED,
        FULFILLED,
        REFUNDED,
        CHARGEDBACK;

        @JsonValue
        public String text() {
            return Texts.constant(this);
        }
    }

    /** What one line cost and gave. */
    public record ChargedLine(
            String offerId,
            int offerVersion,
            Money gross,
            Money net,
            Money tax,
            String taxCountry,
            String taxRate,
            List<String> grantIds) {
        public ChargedLine {
            grantIds = List.copyOf(grantIds);
        }
    }

    /**
     * Answer of {@code PUT /v1/charges/{orderId}}.
     *
     * @param entryId the journal entry
     * @param seq its number in the book
     */
    public record Charge(
            String orderId,
            ChargeState state,
            String entryId,
            long seq,
            Instant at,
            Money gross,
            Money net,
            Money tax,
            List<ChargedLine> lines) {
        public Charge {
            lines = List.copyOf(lines);
        }
    }

    /**
     * Body of {@code POST /v1/charges/{orderId}/refunds}.
     *
     * @param n number of the refund of this order, from 1: the same number is the same refund
     * @param amount a part, or absent for all that is left
     */
    public record RefundRequest(int n, @Nullable Money amount, String reason) {
        public RefundRequest {
            Texts.range("n", n, 1, 1_000);
            Texts.line("reason", reason, 500);
        }
    }

    /** Answer of a refund. */
    public record Refund(String orderId, ChargeState state, String entryId, long seq, Money refunded) {}

    /** Who bears a voucher batch: money that came in by the bank, or promotion. */
    public enum VoucherFunding {
        BANK,
        PROMO;

        @JsonValue
        public String text() {
            return Texts.constant(this);
        }
    }

    /** Body of {@code POST /v1/vouchers}: makes {@code count} (1 to 1,000) codes of {@code amount} each. */
    public record VoucherBatchRequest(String batch, int count, Money amount, VoucherFunding fundedBy, String note) {
        public VoucherBatchRequest {
            Texts.id("batch", batch);
            Texts.range("count", count, 1, MAX_VOUCHERS);
            Texts.line("note", note, 500);
            if (amount.negative() || amount.none()) {
                throw new IllegalArgumentException("amount must be positive");
            }
        }
    }

    /** Answer: the codes, shown this once; the server keeps their hashes only. */
    public record VoucherBatch(String batch, Money amount, List<String> codes) {
        public VoucherBatch {
            codes = List.copyOf(codes);
        }

        @Override
        public String toString() {
            return "VoucherBatch[" + batch + ", " + codes.size() + " codes]";
        }
    }

    /** Body of {@code POST /v1/vouchers/redeem}; dashes, spaces and case of the code do not matter. */
    public record VoucherRedemption(String subject, String code) {
        public VoucherRedemption {
            Texts.id("subject", subject);
            Texts.range("code", code.length(), 1, 64);
        }

        @Override
        public String toString() {
            return "VoucherRedemption[" + subject + "]";
        }
    }

    /** Answer of a redemption. */
    public record VoucherCredit(Money amount, Money balance, String entryId) {}

    /** Answer of {@code GET /v1/wallets/{subject}}: one balance per currency that ever had one. */
    public record Wallet(String subject, List<Money> balances) {
        public Wallet {
            balances = List.copyOf(balances);
        }
    }

    private Charges() {}
}
