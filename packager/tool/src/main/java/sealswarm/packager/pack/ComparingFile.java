package sealswarm.packager.pack;

import java.io.IOException;
import java.util.Arrays;
import sealswarm.format.disk.DiskFile;

/** Takes writes and compares them with a file instead of writing; the first difference ends the writing. Safe for any thread. */
final class ComparingFile implements DiskFile {
    private final DiskFile file;

    ComparingFile(DiskFile file) {
        this.file = file;
    }

    /** The bytes are not the file's. */
    static final class Difference extends IOException {
        private static final long serialVersionUID = 1L;

        Difference() {
            super("content differs");
        }
    }

    @Override
    public int read(long position, byte[] target, int offset, int length) throws IOException {
        return file.read(position, target, offset, length);
    }

    @Override
    public void write(long position, byte[] source, int offset, int length) throws IOException {
        byte[] found = new byte[length];
        if (file.read(position, found, 0, length) != length
                || Arrays.mismatch(found, 0, length, source, offset, offset + length) >= 0) {
            throw new Difference();
        }
    }

    @Override
    public long sizeBytes() throws IOException {
        return file.sizeBytes();
    }

    @Override
    public void truncate(long sizeBytes) throws IOException {
        if (sizeBytes != file.sizeBytes()) {
            throw new Difference();
        }
    }

    @Override
    public void force() {
        // Nothing was written.
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
