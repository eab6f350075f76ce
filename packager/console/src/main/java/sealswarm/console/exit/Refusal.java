package sealswarm.console.exit;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A command cannot do what was asked: what is wrong (with its place), how to fix it, and the exit code. Thrown where nothing was
 * changed or after the change was undone. The {@code code} is the word programs compare; where a problem of the HTTP interface
 * stands behind it, it is the last segment of the problem's type.
 */
public final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private static final Pattern CODE = Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9]+)*");

    private final ExitCode exit;
    private final String code;
    private final String fix;
    private final transient Map<String, Object> details;

    /**
     * @param code lower-case words joined by dashes
     * @param message what is wrong and where, lower case, never a secret
     * @param fix what the reader can do about it, or an empty text where there is nothing
     */
    public Refusal(ExitCode exit, String code, String message, String fix) {
        this(exit, code, message, fix, Map.of(), null);
    }

    private Refusal(
            ExitCode exit,
            String code,
            String message,
            String fix,
            Map<String, Object> details,
            @Nullable Throwable cause) {
        super(message, cause);
        if (exit == ExitCode.DONE || !CODE.matcher(code).matches()) {
            throw new IllegalArgumentException("not a refusal: " + exit + " " + code);
        }
        this.exit = exit;
        this.code = code;
        this.fix = fix;
        this.details = Collections.unmodifiableMap(new TreeMap<>(details));
    }

    /** Wrong usage or configuration, exit 2. */
    public static Refusal usage(String code, String message, String fix) {
        return new Refusal(ExitCode.USAGE, code, message, fix);
    }

    /** Something named does not exist, exit 3. */
    public static Refusal notFound(String code, String message, String fix) {
        return new Refusal(ExitCode.NOT_FOUND, code, message, fix);
    }

    /** Not allowed, exit 4. */
    public static Refusal denied(String code, String message, String fix) {
        return new Refusal(ExitCode.DENIED, code, message, fix);
    }

    /** Bytes are not what was signed, hashed or agreed, exit 5. */
    public static Refusal integrity(String code, String message, String fix) {
        return new Refusal(ExitCode.INTEGRITY, code, message, fix);
    }

    /** A partner is not reachable or failed, exit 6. */
    public static Refusal network(String code, String message, String fix) {
        return new Refusal(ExitCode.NETWORK, code, message, fix);
    }

    /** Any other failure, exit 1. */
    public static Refusal failure(String code, String message, String fix) {
        return new Refusal(ExitCode.FAILURE, code, message, fix);
    }

    /** The same refusal with members for programs, shown under {@code details} of the error document. */
    public Refusal with(Map<String, Object> moreDetails) {
        Map<String, Object> all = new TreeMap<>(details);
        all.putAll(moreDetails);
        return new Refusal(exit, code, message(), fix, all, getCause());
    }

    /** The same refusal with the throwable that led to it, shown by {@code --stacktrace}. */
    public Refusal causedBy(Throwable cause) {
        return new Refusal(exit, code, message(), fix, details, cause);
    }

    public ExitCode exit() {
        return exit;
    }

    public String code() {
        return code;
    }

    /** What is wrong, without the fix. */
    public String message() {
        String message = getMessage();
        return message == null ? code : message;
    }

    /** How to fix it; empty where there is nothing to do. */
    public String fix() {
        return fix;
    }

    /** Members for programs, sorted by name; empty for most refusals. */
    public Map<String, Object> details() {
        return details == null ? Map.of() : details;
    }
}
