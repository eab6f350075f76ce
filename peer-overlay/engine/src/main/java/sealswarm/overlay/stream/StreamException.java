package sealswarm.overlay.stream;

/** Stored bytes could not be read. */
public final class StreamException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** A failure described for a person. */
    public StreamException(String message) {
        super(message);
    }
}
