package sealswarm.embedded.store;

/** The store cannot be opened or cannot go on; the message names what, where and the fix, and never a secret. */
public final class StoreException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String what;
    private final String fix;

    StoreException(String what, Throwable cause) {
        super(what, cause);
        this.what = what;
        this.fix = "";
    }

    StoreException(String what, String fix) {
        super(what + " (fix: " + fix + ")");
        this.what = what;
        this.fix = fix;
    }

    StoreException(String what, String fix, Throwable cause) {
        super(what + " (fix: " + fix + ")", cause);
        this.what = what;
        this.fix = fix;
    }

    /** What is wrong and where. */
    public String what() {
        return what;
    }

    /** What helps; empty where nothing is known to. */
    public String fix() {
        return fix;
    }
}
