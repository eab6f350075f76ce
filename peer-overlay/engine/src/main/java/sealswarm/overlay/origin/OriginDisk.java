package sealswarm.overlay.origin;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The files of the origin store. Blocking; each file is used by one thread at a time. */
public interface OriginDisk {
    /** Names in a directory, in order; none if it does not exist. */
    List<Path> list(Path directory) throws IOException;

    /** Whether a file or directory exists. */
    boolean exists(Path path) throws IOException;

    /** Length in bytes; 0 if the file does not exist. */
    long sizeBytes(Path file) throws IOException;

    /**
     * The whole file.
     *
     * @throws IOException also if it is longer than {@code maxBytes}
     */
    byte[] read(Path file, int maxBytes) throws IOException;

    /** Fills {@code into} from {@code offset} of the file; a file that ends before is a failure. */
    void readAt(Path file, long offset, byte[] into) throws IOException;

    /** Replaces a file: afterwards, power cut or not, it holds either the old content or the new one. */
    void replace(Path file, byte[] content) throws IOException;

    /** Opens a file for appending at {@code offset}, cutting off what is behind it; creates it if it does not exist. */
    Appender append(Path file, long offset) throws IOException;

    /** Moves a file or directory within the store, atomically and durably. */
    void move(Path from, Path to) throws IOException;

    /** Makes a directory and those above it. */
    void makeDirectory(Path directory) throws IOException;

    /** Removes a file; nothing happens if it does not exist. */
    void delete(Path file) throws IOException;

    /** Bytes that can still be written below a directory. */
    long usableBytes(Path directory) throws IOException;

    /** A file being written at its end. */
    interface Appender extends Closeable {
        /** Writes all the bytes. */
        void write(byte[] bytes, int offset, int length) throws IOException;

        /** Makes what was written durable. */
        void force() throws IOException;

        @Override
        void close() throws IOException;
    }
}
