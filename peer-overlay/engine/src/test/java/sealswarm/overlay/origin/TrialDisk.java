package sealswarm.overlay.origin;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A real disk that can be full, refuses renames on demand, and writes down the order of what reaches it. */
public final class TrialDisk implements OriginDisk {
    private final OriginDisk disk = new SystemOriginDisk();
    private final List<String> journal = new ArrayList<>();
    private long room = Long.MAX_VALUE;
    private boolean movesFail;

    /** Only so many more bytes fit. */
    public void fillAfter(long bytes) {
        room = bytes;
    }

    /** There is room again. */
    public void free() {
        room = Long.MAX_VALUE;
    }

    void failMoves() {
        movesFail = true;
    }

    List<String> journal() {
        return journal;
    }

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
        take(content.length);
        disk.replace(file, content);
        journal.add("replace " + file.getFileName());
    }

    @Override
    public Appender append(Path file, long offset) throws IOException {
        Appender real = disk.append(file, offset);
        return new Appender() {
            @Override
            public void write(byte[] bytes, int from, int length) throws IOException {
                take(length);
                real.write(bytes, from, length);
                journal.add("write " + file.getFileName());
            }

            @Override
            public void force() throws IOException {
                real.force();
                journal.add("force " + file.getFileName());
            }

            @Override
            public void close() throws IOException {
                real.close();
            }
        };
    }

    private void take(long bytes) throws IOException {
        if (bytes > room) {
            throw new IOException("No space left on device");
        }
        room -= bytes;
    }

    @Override
    public void move(Path from, Path to) throws IOException {
        if (movesFail) {
            throw new IOException("moves fail");
        }
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
        return room == Long.MAX_VALUE ? disk.usableBytes(directory) : room;
    }
}
