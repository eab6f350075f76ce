package sealswarm.license.message;

import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import sealswarm.license.message.Titles.StudioKeys;

/** What operators ask and are answered: revocations, studios' keys, the audit trail. */
public final class Operations {
    /** Longest reason, in characters. */
    public static final int MAX_REASON = 500;

    /** Most studios, or audit entries, of one page. */
    public static final int MAX_PAGE = 200;

    /** Body of every operator's action: why, for the audit trail. */
    public record Reason(String reason) {
        public Reason {
            Texts.line("reason", reason, MAX_REASON);
        }
    }

    /** What can be taken back. */
    public enum RevokedKind {
        LICENSE,
        DEVICE,
        STUDIO_KEY,
        PACKAGE;

        @JsonValue
        public String text() {
            return Texts.constant(this);
        }
    }

    /**
     * Answer of a revocation; repeating it answers the first one.
     *
     * @param target licenseId, deviceId, kid or packageId, as players learn it
     * @param epoch from which on players know of it
     * @param by subject who did it
     */
    public record Revoked(RevokedKind kind, String target, long epoch, String reason, String by, Instant at) {}

    /**
     * Answer of {@code PUT /v1/licenses/{id}/readmission}.
     *
     * @param licenseId the one that stays void
     * @param grantId the purchase whose device may ask for a new one
     */
    public record Readmitted(String licenseId, String grantId, String deviceId) {}

    /**
     * One page of {@code GET /v1/studios}.
     *
     * @param next what to send as {@code cursor} for the following page; absent on the last
     */
    public record StudioPage(
            List<StudioKeys> studios, @Nullable String next) {
        public StudioPage {
            studios = List.copyOf(studios);
        }
    }

    /** What an operator did. */
    public enum AuditAction {
        REVOKE_LICENSE,
        READMIT_LICENSE,
        REVOKE_DEVICE,
        REVOKE_STUDIO_KEY,
        APPROVE_STUDIO_KEY,
        REVOKE_PACKAGE;

        @JsonValue
        public String text() {
            return Texts.constant(this);
        }
    }

    /**
     * One entry of the audit trail: written before what it tells is done.
     *
     * @param seq from 1, without holes
     * @param by subject who did it
     * @param requestId of the request, as in the log
     */
    public record AuditEntry(
            long seq, Instant at, String by, AuditAction action, String target, String reason, String requestId) {}

    /**
     * One page of {@code GET /v1/audit}, oldest first.
     *
     * @param next what to send as {@code from} for the following page; absent on the last
     */
    public record AuditPage(
            List<AuditEntry> entries, @Nullable Long next) {
        public AuditPage {
            entries = List.copyOf(entries);
        }
    }

    private Operations() {}
}
