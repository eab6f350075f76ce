package sealswarm.packager.pack;

/** Is told how a pack goes on. {@link #sealed} and {@link #checked} are called by many threads. */
public interface PackReporter {
    /** A remark for a person. */
    void remark(String line);

    /** Plain bytes that were sealed, or found sealed by an earlier run. */
    void sealed(long bytes);

    /** Bytes that were read back and compared. */
    void checked(long bytes);
}
