package sealswarm.format.vectors;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import sealswarm.format.disk.Disk;
import sealswarm.format.disk.DiskFile;
import sealswarm.format.disk.LocalDisk;

/**
 * The real disk until a number of changing operations is used up; that one and all later ones fail as a full disk does, a write after half
 * of its bytes. Safe for any thread.
 */
public final class FaultyDisk implements Disk {
    private final Disk disk = new LocalDisk();
    private final AtomicInteger left;

    /** Fails from operation {@code operations} on, counted from 0. */
    public FaultyDisk(int operations) {
        this.left = new AtomicInteger(operations);
    }

    /** Operations not used yet; negative once one failed. */
    public int left() {
        return left.get();
    }

    private boolean fails() {
        return left.getAndDecrement() <= 0;
    }

    private void change() throws IOException {
        if (fails()) {
            throw full();
        }
    }

    private static IOException full() {
        return new IOException("No space left on device");
    }

    @Override
    public DiskFile open(Path file) throws IOException {
        return disk.open(file);
    }

    @Override
    public DiskFile create(Path file) throws IOException {
        change();
        return new FaultyFile(disk.create(file));
    }

    @Override
    public Optional<Stamp> stamp(Path file) throws IOException {
        return disk.stamp(file);
    }

    @Override
    public boolean exists(Path path) {
        return disk.exists(path);
    }

    @Override
    public void createDirectories(Path directory) throws IOException {
        change();
        disk.createDirectories(directory);
    }

    @Override
    public List<Path> list(Path directory) throws IOException {
        return disk.list(directory);
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
        change();
        disk.rename(from, to);
    }

    @Override
    public void delete(Path path) throws IOException {
        disk.delete(path);
    }

    @Override
    public void forceDirectory(Path directory) throws IOException {
        change();
        disk.forceDirectory(directory);
    }

    @Override
    public Optional<Lock> lock(Path file) throws IOException {
        return disk.lock(file);
    }

    @Override
    public boolean isDirectory(Path path) {
        return disk.isDirectory(path);
    }

    private final class FaultyFile implements DiskFile {
        private final DiskFile file;

        private FaultyFile(DiskFile file) {
            this.file = file;
        }

        @Override
        public int read(long position, byte[] target, int offset, int length) throws IOException {
            return file.read(position, target, offset, length);
        }

        @Override
        public void write(long position, byte[] source, int offset, int length) throws IOException {
            if (fails()) {
                file.write(position, source, offset, length / 2);
                throw full();
            }
            file.write(position, source, offset, length);
        }

        @Override
        public long sizeBytes() throws IOException {
            return file.sizeBytes();
        }

        @Override
        public void truncate(long sizeBytes) throws IOException {
            change();
            file.truncate(sizeBytes);
        }

        @Override
        public void force() throws IOException {
            change();
            file.force();
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }
}
