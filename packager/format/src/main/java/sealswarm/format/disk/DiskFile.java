package sealswarm.format.disk;

import java.io.Closeable;
import java.io.IOException;

/** An open file with positional access; several threads may read and write disjoint parts at once. */
public interface DiskFile extends Closeable {
    /** Reads up to {@code length} bytes at {@code position}; fewer only at the end of the file. */
    int read(long position, byte[] target, int offset, int length) throws IOException;

    /** Writes all {@code length} bytes at {@code position}. */
    void write(long position, byte[] source, int offset, int length) throws IOException;

    long sizeBytes() throws IOException;

    /** Cuts or extends the file to {@code sizeBytes}. */
    void truncate(long sizeBytes) throws IOException;

    /** Makes content and size durable. A failure is final: the file's content is unknown and must not be forced again. */
    void force() throws IOException;

    @Override
    void close() throws IOException;
}
