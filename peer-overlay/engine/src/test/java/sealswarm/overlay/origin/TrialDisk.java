package sealswarm.overlay.origin;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A real disk that can be full, refuses renames on demand, and writes down the order of what reaches it. */
public final class TrialDisk extends ForwardingDisk {
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
    public void replace(Path file, byte[] content) throws IOException {
        take(content.length);
        super.replace(file, content);
        journal.add("replace " + file.getFileName());
    }

    @Override
    public Appender append(Path file, long offset) throws IOException {
        Appender real = super.append(file, offset);
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
        super.move(from, to);
    }

    @Override
    public long usableBytes(Path directory) throws IOException {
        return room == Long.MAX_VALUE ? super.usableBytes(directory) : room;
    }
}
