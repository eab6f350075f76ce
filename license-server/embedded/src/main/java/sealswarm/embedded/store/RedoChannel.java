package sealswarm.embedded.store;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.h2.store.fs.FileBase;

/**
 * A file whose changes between two syncs happen all or not at all, whatever a power cut drops, reorders or tears.
 *
 * <p>Changes are held in memory until {@link #force}, which writes them as one record at the end of a log and syncs the log;
 * only then do they go to the file itself, unsynced. When the log has reached a given length, the file is synced
 * and the log cut to nothing. On opening, the log's whole records are written to the file again, up to the first torn one,
 * which nobody was ever told of. MVStore alone would not do: it checks a chunk's header and footer, not what is between.
 *
 * <p>Reading is safe beside one thread that writes and forces.
 */
final class RedoChannel extends FileBase {
    private final FileChannel base;
    private final FileChannel log;
    private final long checkpointBytes;

    /** Changes since the last force; guarded by this. */
    private final List<RedoRecord.Change> pending = new ArrayList<>();

    private long size;
    private long position;
    private long logEnd;
    private long nextSequence = 1;

    private RedoChannel(FileChannel base, FileChannel log, long checkpointBytes) {
        this.base = base;
        this.log = log;
        this.checkpointBytes = checkpointBytes;
    }

    /** Brings the file to the state of the last whole record, then empties the log. */
    static RedoChannel open(FileChannel base, FileChannel log, long checkpointBytes) throws IOException {
        RedoChannel channel = new RedoChannel(base, log, checkpointBytes);
        channel.recover();
        return channel;
    }

    private void recover() throws IOException {
        Optional<RedoRecord> record = readRecord();
        while (record.isPresent()) {
            for (RedoRecord.Change change : record.get().changes()) {
                apply(change);
            }
            nextSequence++;
            record = readRecord();
        }
        checkpoint();
        size = base.size();
    }

    private Optional<RedoRecord> readRecord() throws IOException {
        ByteBuffer header = ByteBuffer.allocate(RedoRecord.HEADER_BYTES);
        readUpTo(log, header, logEnd);
        Optional<Integer> length = RedoRecord.announcedBody(header.flip(), nextSequence);
        if (length.isEmpty() || length.get() > log.size() - logEnd - RedoRecord.HEADER_BYTES) {
            return Optional.empty();
        }
        ByteBuffer body = ByteBuffer.allocate(length.get());
        readUpTo(log, body, logEnd + RedoRecord.HEADER_BYTES);
        logEnd += RedoRecord.HEADER_BYTES + length.get();
        return RedoRecord.decode(header, body.flip());
    }

    /** Syncs the file, so that the log may go. The cut must be durable before the first new record is written. */
    private void checkpoint() throws IOException {
        base.force(true);
        log.truncate(0);
        log.force(true);
        logEnd = 0;
        nextSequence = 1;
    }

    @Override
    public void force(boolean metaData) throws IOException {
        RedoRecord record;
        synchronized (this) {
            if (pending.isEmpty()) {
                return;
            }
            record = new RedoRecord(nextSequence, pending);
        }
        ByteBuffer bytes = record.encode();
        int length = bytes.remaining();
        writeFully(log, bytes, logEnd);
        log.force(false);
        logEnd += length;
        nextSequence++;
        synchronized (this) {
            for (RedoRecord.Change change : record.changes()) {
                apply(change);
            }
            pending.clear();
        }
        if (logEnd >= checkpointBytes) {
            checkpoint();
        }
    }

    private void apply(RedoRecord.Change change) throws IOException {
        if (change instanceof RedoRecord.Write write) {
            writeFully(base, write.bytes(), write.position());
        } else if (change instanceof RedoRecord.Cut cut) {
            base.truncate(cut.size());
        }
    }

    @Override
    public synchronized int read(ByteBuffer target, long from) throws IOException {
        if (from >= size) {
            return -1;
        }
        int length = (int) Math.min(target.remaining(), size - from);
        ByteBuffer window = target.slice(target.position(), length);
        ByteBuffer unread = window.duplicate();
        readUpTo(base, unread, from);
        while (unread.hasRemaining()) {
            unread.put((byte) 0);
        }
        for (RedoRecord.Change change : pending) {
            overlay(change, window, from);
        }
        target.position(target.position() + length);
        return length;
    }

    /** Shows a change that is not yet in the file to a reader of {@code window}, which begins at {@code from}. */
    private static void overlay(RedoRecord.Change change, ByteBuffer window, long from) {
        long windowEnd = from + window.remaining();
        if (change instanceof RedoRecord.Write write) {
            long start = Math.max(from, write.position());
            long end = Math.min(windowEnd, write.end());
            if (start < end) {
                window.put((int) (start - from), write.bytes(), (int) (start - write.position()), (int) (end - start));
            }
        } else if (change instanceof RedoRecord.Cut cut && cut.size() < windowEnd) {
            // Past the cut the file reads as zeros once it grows again.
            for (long at = Math.max(from, cut.size()); at < windowEnd; at++) {
                window.put((int) (at - from), (byte) 0);
            }
        }
    }

    @Override
    public synchronized int write(ByteBuffer source, long at) {
        ByteBuffer copy = ByteBuffer.allocate(source.remaining()).put(source).flip();
        int length = copy.remaining();
        pending.add(new RedoRecord.Write(at, copy));
        size = Math.max(size, at + length);
        return length;
    }

    @Override
    public synchronized FileChannel truncate(long newSize) {
        if (newSize < size) {
            pending.add(new RedoRecord.Cut(newSize));
            size = newSize;
        }
        return this;
    }

    @Override
    public synchronized long size() {
        return size;
    }

    @Override
    public synchronized long position() {
        return position;
    }

    @Override
    public synchronized FileChannel position(long newPosition) {
        position = newPosition;
        return this;
    }

    @Override
    public synchronized int read(ByteBuffer target) throws IOException {
        int length = read(target, position);
        position += Math.max(0, length);
        return length;
    }

    @Override
    public synchronized int write(ByteBuffer source) {
        int length = write(source, position);
        position += length;
        return length;
    }

    @Override
    public FileLock tryLock(long from, long length, boolean shared) throws IOException {
        return base.tryLock(from, length, shared);
    }

    @Override
    protected void implCloseChannel() throws IOException {
        try (base;
                log) {
            force(true);
            checkpoint();
        }
    }

    private static void writeFully(FileChannel file, ByteBuffer bytes, long at) throws IOException {
        long to = at;
        while (bytes.hasRemaining()) {
            to += file.write(bytes, to);
        }
    }

    /** Fills the buffer as far as the file reaches. */
    private static void readUpTo(FileChannel file, ByteBuffer bytes, long at) throws IOException {
        long from = at;
        while (bytes.hasRemaining()) {
            int read = file.read(bytes, from);
            if (read < 0) {
                return;
            }
            if (read == 0) {
                throw new EOFException("file gives no bytes at " + from);
            }
            from += read;
        }
    }
}
