package sealswarm.license.problem;

import java.util.Locale;
import java.util.Optional;

/**
 * Every refusal there is: {@code urn:sealswarm:problem:<name>}, its HTTP status (RFC 9457) and the exit code of a command
 * that ends with it. Status 0 marks refusals a client makes by itself and no server sends.
 */
public enum ProblemType {
    MALFORMED(400, 2, "the request is malformed"),
    UNSUPPORTED_VERSION(400, 1, "the version is not supported"),
    CRIT_UNKNOWN(400, 1, "a critical member is not understood"),
    SUITE_UNSUPPORTED(400, 1, "the key wrapping suite is not supported"),
    UNAUTHENTICATED(401, 4, "no valid access token"),
    PAYMENT_DUE(402, 4, "a payment is due"),
    INSUFFICIENT_CREDIT(402, 4, "the store credit does not cover the amount"),

    BAD_SIGNATURE(403, 4, "the signature does not verify"),
    ROLE_MISSING(403, 4, "the role for this is missing"),
    NO_GRANT(403, 4, "nothing was bought that allows this"),
    ACTION_NOT_GRANTED(403, 4, "the grant does not allow this action"),
    TRACK_NOT_GRANTED(403, 4, "the grant does not hold these tracks"),
    TERRITORY(403, 4, "not available in this territory"),
    WINDOW_NOT_OPEN(403, 4, "not available yet"),
    WINDOW_CLOSED(403, 4, "no longer available"),
    RENTAL_START_PASSED(403, 4, "the rental was not started in time"),
    RENTAL_OVER(403, 4, "the rental is over"),
    PLAYS_USED_UP(403, 4, "all plays are used up"),
    RENEW_NOT_ALLOWED(403, 4, "the license cannot be renewed"),
    DEVICE_REVOKED(403, 4, "the device is revoked"),
    DEVICE_QUARANTINED(403, 4, "the device is quarantined"),
    LICENSE_REVOKED(403, 4, "the license is revoked"),
    REFUND_NOT_ALLOWED(403, 4, "the offer does not allow this refund any more"),
    TITLE_WITHDRAWN(403, 4, "the title was withdrawn"),
    FORM_TOKEN(403, 4, "the form did not come from the shop's own page"),

    NOT_FOUND(404, 3, "not found"),
    METHOD_NOT_ALLOWED(405, 2, "the method is not allowed here"),

    DEVICE_LIMIT(409, 4, "all device slots are taken"),
    STREAM_LIMIT(409, 4, "too many streams at once"),
    STREAM_TAKEN_OVER(409, 4, "another device took over the stream"),
    LEASE_EXPIRED(409, 4, "the lease has expired"),
    LICENSE_RETURNED(409, 4, "the license was returned"),
    LICENSE_SUPERSEDED(409, 4, "the license is superseded"),
    RECEIPTS_PENDING(409, 4, "play receipts must be uploaded first"),
    HEAD_BEHIND(409, 4, "the device's log is behind the server's"),
    NONCE_REUSED(409, 4, "the nonce was used for another request"),
    IN_PROGRESS(409, 6, "the same request is still being answered"),
    TITLE_TAKEN(409, 4, "the title belongs to another studio"),
    REVISION_NOT_NEWER(409, 1, "the revision is not newer"),
    SALT_REUSE(409, 5, "a salt was used for other content"),
    VOUCHER_USED(409, 4, "the voucher was redeemed before"),
    OFFER_CHANGED(409, 1, "the offer has changed"),
    DRAFT_INCOMPLETE(409, 1, "the draft cannot go live yet"),
    PERIOD_NOT_OPEN(409, 1, "the period is not open"),
    CONTRACT_TIE(409, 1, "two contract lines are equally specific"),

    TOO_LARGE(413, 2, "the request is too large"),
    UNSUPPORTED_MEDIA_TYPE(415, 2, "the media type is not supported"),
    UNKNOWN_HOST(421, 2, "this server does not answer for that host"),
    IDEMPOTENCY_MISMATCH(422, 1, "the key was used for another request"),
    KEY_MISMATCH(422, 5, "the key does not belong to the manifest"),
    CURRENCY_UNKNOWN(422, 2, "the currency is unknown"),
    UNBALANCED(422, 2, "the postings do not balance"),
    SHARES_INVALID(422, 2, "the shares are invalid"),
    EXAMPLE_FAILED(422, 2, "a worked example of the contract fails"),
    RATE_LIMITED(429, 6, "too many requests"),

    INTERNAL(500, 6, "the server failed"),
    SEALED(503, 6, "the server is sealed: it has no key-encryption key"),
    UPSTREAM_UNAVAILABLE(503, 6, "a service this one needs cannot be reached"),
    OVERLOADED(503, 6, "the server is overloaded"),
    CLOCK_UNSOUND(503, 6, "the server's clock cannot be trusted"),

    MANIFEST_UNTRUSTED(0, 5, "the manifest is not signed by a trusted key"),
    REVISION_TOO_OLD(0, 5, "the revision is older than the license allows"),
    KEY_VERSION(0, 4, "the license is for another title key; renew it"),
    KEY_COMMITMENT(0, 5, "the key does not open this content"),
    WRAP_INVALID(0, 5, "the wrapped keys cannot be opened"),
    BLOCK_CORRUPT(0, 5, "a block does not match its hash"),
    CLOCK_ROLLED_BACK(0, 4, "the clock was set back");

    private static final String PREFIX = "urn:sealswarm:problem:";

    private final int status;
    private final int exitCode;
    private final String title;

    ProblemType(int status, int exitCode, String title) {
        this.status = status;
        this.exitCode = exitCode;
        this.title = title;
    }

    /** The last segment of {@link #uri()}, as in {@code lease-expired}; also the code in {@code --json} errors. */
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The problem type URI, stable for ever. */
    public String uri() {
        return PREFIX + code();
    }

    /** HTTP status 400..599, or 0 if only a client refuses so. */
    public int status() {
        return status;
    }

    /** Exit code of a command that ends with this problem, see docs/exit-codes.md. */
    public int exitCode() {
        return exitCode;
    }

    /** A short sentence for people, the same at each occurrence. */
    public String title() {
        return title;
    }

    /** The type of a URI from a problem document; empty if it is none of ours. */
    public static Optional<ProblemType> ofUri(String uri) {
        for (ProblemType type : values()) {
            if (type.uri().equals(uri)) {
                return Optional.of(type);
            }
        }
        return Optional.empty();
    }
}
