package sealswarm.overlay.tracker;

/** What became of an announce. */
public sealed interface AnnounceOutcome {
    /** Accepted. */
    record Answered(AnnounceReply reply) implements AnnounceOutcome {}

    /**
     * Refused (BEP 3 {@code failure reason}, BEP 31 {@code retry in}).
     *
     * @param reason in words
     * @param retryMinutes when to try again; {@link #NEVER} if the same announce will always be refused
     */
    record Refused(String reason, int retryMinutes) implements AnnounceOutcome {
        /** Trying again is of no use. */
        public static final int NEVER = 0;
    }
}
