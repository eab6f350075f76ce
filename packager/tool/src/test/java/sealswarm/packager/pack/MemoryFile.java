package sealswarm.packager.pack;

import java.io.IOException;
import sealswarm.format.disk.DiskFile;

/** An open file whose content is in memory and never changes. */
final class MemoryFile implements DiskFile {
    private final byte[] content;

    MemoryFile(byte[] content) {
        this.content = content.clone();
    }

    @Override
    public int read(long position, byte[] target, int offset, int length) {
        int count = (int) Math.max(0, Math.min(length, content.length - position));
        if (count > 0) {
            System.arraycopy(content, (int) position, target, offset, count);
        }
        return count;
    }

    @Override
    public void write(long position, byte[] source, int offset, int length) throws IOException {
        throw new IOException("read only");
    }

    @Override
    public long sizeBytes() {
        return content.length;
    }

    @Override
    public void truncate(long sizeBytes) throws IOException {
        throw new IOException("read only");
    }

    @Override
    public void force() throws IOException {
        throw new IOException("read only");
    }

    @Override
    public void close() {}
}
