package sealswarm.overlay.wire;

/** A peer broke the protocol; its connection is closed. */
public final class WireException extends Exception {
    private static final long serialVersionUID = 1L;

    /** What was wrong. */
    public enum Fault {
        /** The handshake is not BitTorrent's. */
        HANDSHAKE,
        /** A frame longer than its kind allows, or than any kind. */
        OVERSIZED,
        /** A frame whose length is not that of its kind. */
        WRONG_LENGTH,
        /** A field with an impossible value. */
        BAD_FIELD
    }

    private final Fault fault;

    /** A breach described in words for the log. */
    public WireException(Fault fault, String what) {
        super("peer wire: " + what);
        this.fault = fault;
    }

    /** The class of the breach. */
    public Fault fault() {
        return fault;
    }
}
