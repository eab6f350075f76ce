package sealswarm.console.exit;

/**
 * The exit codes of every command. A code never changes its meaning; {@code docs/exit-codes.md} is held equal to this table by
 * a test.
 */
public enum ExitCode {
    DONE(0, "done; for a verifying command: nothing wrong"),
    FAILURE(1, "a failure not listed below: disk full, port in use, internal error, a failed step of a self-check"),
    USAGE(2, "usage or configuration: unknown option, bad value, bad field in a settings or job file"),
    NOT_FOUND(3, "not found: input file, title, period, order, device"),
    DENIED(4, "denied: not signed in, role missing, no grant, lease over, device limit, revoked"),
    INTEGRITY(5, "integrity: wrong hash, signature, chain or total; malformed package, metainfo or export"),
    NETWORK(6, "network: server or edge unreachable, timeout, TLS failure, 5xx from a role"),
    INTERRUPTED(130, "ended by SIGINT (Ctrl-C), after a clean stop"),
    TERMINATED(143, "ended by SIGTERM, after a clean stop");

    private final int code;
    private final String meaning;

    ExitCode(int code, String meaning) {
        this.code = code;
        this.meaning = meaning;
    }

    /** The process exit status, 0..255. */
    public int code() {
        return code;
    }

    /** The code of a process exit status; {@link #FAILURE} for a status that is none of these. */
    public static ExitCode of(int status) {
        for (ExitCode code : values()) {
            if (code.code == status) {
                return code;
            }
        }
        return FAILURE;
    }

    /** One line of plain words, as in {@code docs/exit-codes.md}. */
    public String meaning() {
        return meaning;
    }
}
