package sealswarm.overlay.origin;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The machine's disk, for tests that step in between. */
public class ForwardingDisk implements OriginDisk {
    private final OriginDisk disk = new SystemOriginDisk();

    @Override
    public List<Path> list(Path directory) throws IOException {
        return disk.list(directory);
    }

    @Override
    public boolean exists(Path path) throws IOException {
        return disk.exists(path);
    }

    @Override
    public long sizeBytes(Path file) throws IOException {
        return disk.sizeBytes(file);
    }

    @Override
    public byte[] read(Path file, int maxBytes) throws IOException {
        return disk.read(file, maxBytes);
    }

    @Override
    public void readAt(Path file, long offset, byte[] into) throws IOException {
        disk.readAt(file, offset, into);
    }

    @Override
    public void replace(Path file, byte[] content) throws IOException {
        disk.replace(file, content);
    }

    @Override
    public Appender append(Path file, long offset) throws IOException {
        return disk.append(file, offset);
    }

    @Override
    public void move(Path from, Path to) throws IOException {
        disk.move(from, to);
    }

    @Override
    public void makeDirectory(Path directory) throws IOException {
        disk.makeDirectory(directory);
    }

    @Override
    public void delete(Path file) throws IOException {
        disk.delete(file);
    }

    @Override
    public long usableBytes(Path directory) throws IOException {
        return disk.usableBytes(directory);
    }
}
