package sealswarm.overlay.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import sealswarm.overlay.merkle.LeafSidecar;
import sealswarm.overlay.merkle.MerkleHash;
import sealswarm.overlay.merkle.MerkleLayer;
import sealswarm.overlay.wire.BlockData;

/**
 * The two files of a track, data and leaves, by position. Both are opened for reading, and for writing only when something is to be
 * written, so that a finished track can be seeded from a read-only directory. Symbolic links are refused. Safe for several threads.
 */
final class TrackFile implements StoredBytes {
    /** Blocks written in one call: 1 MiB. */
    static final int MAX_GATHERED = 64;

    private final Path data;
    private final Path leaves;
    private @Nullable FileChannel dataChannel;
    private @Nullable FileChannel leavesChannel;
    private boolean dataWritable;
    private boolean leavesWritable;

    TrackFile(Path data) {
        this.data = data;
        this.leaves = data.resolveSibling(data.getFileName() + LeafSidecar.SUFFIX);
    }

    Path path() {
        return data;
    }

    boolean exists() {
        return Files.isRegularFile(data, LinkOption.NOFOLLOW_LINKS);
    }

    /** Refuses links and other things that are no plain file, before anything is read or written. */
    void checkPlain() throws IOException {
        for (Path path : List.of(data, leaves)) {
            if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)
                    && !Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
                throw new FileAlreadyExistsException(path + " exists and is no regular file");
            }
        }
    }

    /** Exactly {@code length} bytes at {@code offset}; empty if the file is shorter. */
    @Override
    public Optional<byte[]> read(long offset, int length) throws IOException {
        Optional<FileChannel> channel = readable();
        return channel.isPresent() ? read(channel.get(), offset, length) : Optional.empty();
    }

    /** Fills {@code into}, which is empty, from {@code offset}; false if the file is shorter. */
    boolean read(long offset, ByteBuffer into) throws IOException {
        Optional<FileChannel> channel = readable();
        return channel.isPresent() && fill(channel.get(), offset, into);
    }

    private static Optional<byte[]> read(FileChannel channel, long offset, int length) throws IOException {
        if (offset + length > channel.size()) {
            return Optional.empty();
        }
        ByteBuffer buffer = ByteBuffer.allocate(length);
        return fill(channel, offset, buffer) ? Optional.of(buffer.array()) : Optional.empty();
    }

    private static boolean fill(FileChannel channel, long offset, ByteBuffer into) throws IOException {
        while (into.hasRemaining()) {
            if (channel.read(into, offset + into.position()) < 0) {
                return false;
            }
        }
        return true;
    }

    /**
     * Writes consecutive blocks, gathered. One call at a time: they share the channel's position, which no read uses, and in the
     * kernel writers of one file would only wait for each other.
     */
    void write(long offset, List<BlockData> blocks) throws IOException {
        FileChannel channel = writableData();
        channel.position(offset);
        for (int from = 0; from < blocks.size(); from += MAX_GATHERED) {
            ByteBuffer[] run = blocks.subList(from, Math.min(from + MAX_GATHERED, blocks.size())).stream()
                    .map(BlockData::buffer)
                    .toArray(ByteBuffer[]::new);
            ByteBuffer last = run[run.length - 1];
            while (last.hasRemaining()) {
                channel.write(run);
            }
        }
    }

    private static void write(FileChannel channel, long offset, ByteBuffer buffer) throws IOException {
        long at = offset;
        while (buffer.hasRemaining()) {
            at += channel.write(buffer, at);
        }
    }

    @Override
    public Optional<MerkleLayer> readLeaves(long first, int count) throws IOException {
        Optional<FileChannel> channel = readableLeaves();
        return channel.isEmpty()
                ? Optional.empty()
                : read(channel.get(), LeafSidecar.offset(first), count * MerkleHash.LENGTH)
                        .map(MerkleLayer::of);
    }

    @Override
    public void writeLeaves(long first, MerkleLayer run) throws IOException {
        write(writableLeaves(), LeafSidecar.offset(first), ByteBuffer.wrap(run.packed()));
    }

    private synchronized Optional<FileChannel> readable() throws IOException {
        FileChannel channel = dataChannel;
        if (channel == null) {
            channel = openToRead(data);
            dataChannel = channel;
        }
        return Optional.ofNullable(channel);
    }

    private synchronized Optional<FileChannel> readableLeaves() throws IOException {
        FileChannel channel = leavesChannel;
        if (channel == null) {
            channel = openToRead(leaves);
            leavesChannel = channel;
        }
        return Optional.ofNullable(channel);
    }

    private static @Nullable FileChannel openToRead(Path path) throws IOException {
        try {
            return FileChannel.open(path, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
        } catch (NoSuchFileException e) {
            return null;
        }
    }

    private synchronized FileChannel writableData() throws IOException {
        FileChannel channel = dataChannel;
        if (channel == null || !dataWritable) {
            FileChannel opened = openToWrite(data);
            lock(opened);
            closeIfOpen(channel);
            channel = opened;
            dataChannel = opened;
            dataWritable = true;
        }
        return channel;
    }

    private void lock(FileChannel channel) throws IOException {
        try {
            FileLock lock = channel.tryLock();
            if (lock != null) {
                return;
            }
        } catch (OverlappingFileLockException e) {
            channel.close();
            throw new IOException(data + " is being written by another download of this process", e);
        }
        channel.close();
        throw new IOException(data + " is being written by another process");
    }

    private synchronized FileChannel writableLeaves() throws IOException {
        FileChannel channel = leavesChannel;
        if (channel == null || !leavesWritable) {
            FileChannel opened = openToWrite(leaves);
            closeIfOpen(channel);
            channel = opened;
            leavesChannel = opened;
            leavesWritable = true;
        }
        return channel;
    }

    private static FileChannel openToWrite(Path path) throws IOException {
        return FileChannel.open(
                path,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE,
                StandardOpenOption.CREATE,
                LinkOption.NOFOLLOW_LINKS);
    }

    private static void closeIfOpen(@Nullable FileChannel channel) throws IOException {
        if (channel != null) {
            channel.close();
        }
    }

    /** Waits until all that was written is on the platter. */
    synchronized void force() throws IOException {
        FileChannel channel = dataChannel;
        if (channel != null && dataWritable) {
            channel.force(true);
        }
        FileChannel side = leavesChannel;
        if (side != null && leavesWritable) {
            side.force(true);
        }
    }

    /** True if anything was opened for writing. */
    synchronized boolean isWritten() {
        return dataWritable;
    }

    synchronized void close() throws IOException {
        closeIfOpen(dataChannel);
        closeIfOpen(leavesChannel);
        dataChannel = null;
        leavesChannel = null;
        dataWritable = false;
        leavesWritable = false;
    }
}
