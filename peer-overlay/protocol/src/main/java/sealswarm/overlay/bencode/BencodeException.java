package sealswarm.overlay.bencode;

/** Bytes that are not canonical bencoding, or exceed a limit. The message names the fault and its offset. */
public final class BencodeException extends Exception {
    private static final long serialVersionUID = 1L;

    /** What was wrong. */
    public enum Fault {
        /** The bytes end inside a value. */
        TRUNCATED,
        /** A byte that no value can have at this place. */
        UNEXPECTED_BYTE,
        /** A leading zero, a negative zero, or an integer beyond 64 bits. */
        BAD_INTEGER,
        /** A string length with a leading zero, or longer than the bytes left. */
        BAD_LENGTH,
        /** A dictionary key that is not a string, out of order, or repeated. */
        BAD_KEY,
        /** Bytes after the value. */
        TRAILING_BYTES,
        /** More bytes, depth or values than the limits allow. */
        LIMIT
    }

    private final Fault fault;
    private final int offset;

    BencodeException(Fault fault, int offset, String what) {
        super("malformed bencoding at offset " + offset + ": " + what);
        this.fault = fault;
        this.offset = offset;
    }

    /** The class of the fault. */
    public Fault fault() {
        return fault;
    }

    /** Offset in bytes from the start of the document. */
    public int offset() {
        return offset;
    }
}
