package sealswarm.overlay.metainfo;

/** A metainfo that is refused. The message names the field: {@code invalid metainfo: info.piece length: 12345 is not ...}. */
public final class MetainfoException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String field;

    MetainfoException(String field, String what) {
        super("invalid metainfo: " + field + ": " + what);
        this.field = field;
    }

    MetainfoException(Throwable cause) {
        super("invalid metainfo: " + cause.getMessage(), cause);
        this.field = "";
    }

    /** The refused field as a dotted path, or empty if the document as a whole is malformed. */
    public String field() {
        return field;
    }
}
