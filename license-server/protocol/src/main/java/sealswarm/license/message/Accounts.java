package sealswarm.license.message;

import com.fasterxml.jackson.annotation.JsonValue;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import sealswarm.license.money.Money;
import sealswarm.license.wire.Sha256Hex;

/** Requests and answers about periods, corrections and operator tokens. Contracts and statements are documents of the ledger. */
public final class Accounts {
    /** Most postings of one correction. */
    public static final int MAX_POSTINGS = 100;

    /** Whether a period still takes entries. */
    public enum PeriodState {
        OPEN,
        CLOSING,
        CLOSED;

        @JsonValue
        public String text() {
            return Texts.constant(this);
        }
    }

    /**
     * One period.
     *
     * @param cutSeq the journal entry that cut it; absent while open
     * @param manifestHash what its closing entry holds; absent until closed
     */
    public record Period(
            String period,
            PeriodState state,
            @Nullable Long cutSeq,
            @Nullable Sha256Hex manifestHash) {
        public Period {
            Texts.period(period);
        }
    }

    /** Answer of {@code GET /v1/periods}, oldest first. */
    public record Periods(List<Period> periods) {
        public Periods {
            periods = List.copyOf(periods);
        }
    }

    /** Answer of {@code POST /v1/periods/{p}/close}. */
    public record PeriodClosed(Period period, List<String> statementIds) {
        public PeriodClosed {
            statementIds = List.copyOf(statementIds);
        }
    }

    /** Answer of {@code PUT /v1/contracts/{id}/versions/{n}}. */
    public record ContractStored(String contractId, int version, Instant validFrom) {}

    /** One posting of a correction; positive is debit. */
    public record Posting(String account, Money amount) {
        public Posting {
            Texts.line("account", account, 256);
        }
    }

    /** Body of {@code POST /v1/adjustments}: (reason, target, n) names the correction. */
    public record Adjustment(String reason, String target, int n, String note, List<Posting> postings) {
        public Adjustment {
            Texts.id("reason", reason);
            Texts.line("target", target, 128);
            Texts.range("n", n, 1, 1_000_000);
            Texts.line("note", note, 1_000);
            postings = List.copyOf(postings);
            Texts.range("postings", postings.size(), 2, MAX_POSTINGS);
        }
    }

    /** Answer where a journal entry was written or found. */
    public record Entry(String entryId, long seq) {}

    /** A token for one edge's operator routes. */
    public record OpsToken(URI edge, String token, Instant expiresAt) {
        @Override
        public String toString() {
            return "OpsToken[" + edge + "]";
        }
    }

    /** Answer of {@code POST /v1/ops/tokens}. */
    public record OpsTokens(List<OpsToken> tokens) {
        public OpsTokens {
            tokens = List.copyOf(tokens);
        }
    }

    private Accounts() {}
}
