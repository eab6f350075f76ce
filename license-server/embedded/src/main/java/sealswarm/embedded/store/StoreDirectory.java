package sealswarm.embedded.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;

/** The store's directory: for its owner only (0700), and for one process at a time. */
final class StoreDirectory implements AutoCloseable {
    private final Path directory;
    private final FileChannel channel;

    private StoreDirectory(Path directory, FileChannel channel) {
        this.directory = directory;
        this.channel = channel;
    }

    /**
     * Makes the directory where it is missing, closes it to others and locks it.
     *
     * @throws StoreException if it cannot be written or another process or instance holds it
     */
    static StoreDirectory lock(Path directory) {
        try {
            Files.createDirectories(directory);
            if (directory.getFileSystem().supportedFileAttributeViews().contains("posix")) {
                Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
            }
            return lockPrepared(directory);
        } catch (FileSystemException e) {
            throw new StoreException(
                    "cannot use the store directory " + directory + ": " + e,
                    "name a directory that you own and may write",
                    e);
        } catch (IOException e) {
            throw new StoreException("cannot open the store directory " + directory + ": " + e, e);
        }
    }

    private static StoreDirectory lockPrepared(Path directory) throws IOException {
        FileChannel channel =
                FileChannel.open(directory.resolve("store.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (tryLock(channel) == null) {
            channel.close();
            throw new StoreException(
                    "the store in " + directory + " is in use by another process",
                    "stop it, or name another data directory");
        }
        return new StoreDirectory(directory, channel);
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            // Held by another instance in this JVM, which the operating system would not refuse.
            return null;
        }
    }

    Path pageFile() {
        return directory.resolve("store.pages");
    }

    @Override
    public String toString() {
        return directory.toString();
    }

    /** Releases the lock. */
    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new StoreException("cannot release the lock of " + directory + ": " + e, e);
        }
    }
}
