package sealswarm.ledger;

/** A money event, contract or close that breaks a rule of the ledger. Nothing has been changed when it is thrown. */
public final class LedgerException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What is wrong; the code is the last segment of the API's problem type. */
    public enum Reason {
        /** Not the declared form: a missing member, a name outside its grammar, a limit passed. */
        MALFORMED("malformed"),
        /** The postings of a currency do not add up to zero. */
        UNBALANCED("unbalanced"),
        /** The period is still running, already cut, or a previous one is open. */
        PERIOD_NOT_OPEN("period-not-open"),
        /** Two lines of a contract claim the same event equally well. */
        CONTRACT_TIE("contract-tie"),
        /** An example of a contract does not come out as its author expects. */
        EXAMPLE_FAILED("example-failed"),
        /** Stored bytes do not agree with one another: chain, sums, statements. */
        INTEGRITY("integrity");

        private final String code;

        Reason(String code) {
            this.code = code;
        }

        /** The stable name used in problem types and result documents. */
        public String code() {
            return code;
        }
    }

    private final Reason reason;

    /** Refuses for {@code reason}; the message is lower case, names what and where, and holds no secret. */
    public LedgerException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    /** Shorthand for the most frequent refusal. */
    public static LedgerException malformed(String message) {
        return new LedgerException(Reason.MALFORMED, message);
    }

    /** What is wrong. */
    public Reason reason() {
        return reason;
    }
}
