package sealswarm.format.disk;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Files and directories. Symbolic links below a directory are never followed. */
public interface Disk {
    /** Size and modification time of a regular file. */
    record Stamp(long sizeBytes, long modifiedMillis) {}

    /** Opens a regular file for reading. */
    DiskFile open(Path file) throws IOException;

    /** Opens a file for reading and writing, creating it empty if it is missing; an existing one keeps its content. */
    DiskFile create(Path file) throws IOException;

    /** The stamp of a regular file that is no symbolic link; empty if there is nothing or something else of that name. */
    Optional<Stamp> stamp(Path file) throws IOException;

    /** Whether anything of that name exists, a dangling link included. */
    boolean exists(Path path);

    /** Creates a directory and its parents. */
    void createDirectories(Path directory) throws IOException;

    /** The entries of a directory, sorted by name. */
    List<Path> list(Path directory) throws IOException;

    /** Renames atomically within one file system, replacing a file but never a directory that has entries. */
    void rename(Path from, Path to) throws IOException;

    /** Deletes a file or an empty directory; a missing one is no error. */
    void delete(Path path) throws IOException;

    /** Makes renames, creations and deletions in {@code directory} durable. */
    void forceDirectory(Path directory) throws IOException;

    /** Deletes {@code path} and, if it is a directory, everything in it; links are deleted, not followed. */
    default void deleteTree(Path path) throws IOException {
        if (exists(path) && stamp(path).isEmpty() && isDirectory(path)) {
            for (Path entry : list(path)) {
                deleteTree(entry);
            }
        }
        delete(path);
    }

    /** Takes the lock that {@code file} stands for until the result is closed; empty if another process holds it. */
    Optional<Lock> lock(Path file) throws IOException;

    /** A lock held by this process. */
    interface Lock extends AutoCloseable {
        @Override
        void close() throws IOException;
    }

    /** Whether {@code path} is a directory and no symbolic link. */
    boolean isDirectory(Path path);

    /** Writes a whole small file durably: temporary name, force, rename, force the directory. */
    default void replace(Path file, byte[] content) throws IOException {
        Path parent = file.toAbsolutePath().getParent();
        if (parent == null) {
            throw new IOException("not a file name: " + file);
        }
        Path temporary = file.resolveSibling(file.getFileName() + ".new");
        delete(temporary);
        try (DiskFile out = create(temporary)) {
            out.write(0, content, 0, content.length);
            out.force();
        }
        rename(temporary, file);
        forceDirectory(parent);
    }

    /**
     * Reads a whole file of at most {@code maxBytes}; empty if it is missing or no regular file.
     *
     * @throws OversizeException if it is longer
     */
    default Optional<byte[]> read(Path file, int maxBytes) throws IOException {
        Optional<Stamp> stamp = stamp(file);
        if (stamp.isEmpty()) {
            return Optional.empty();
        }
        if (stamp.get().sizeBytes() > maxBytes) {
            throw new OversizeException(file, stamp.get().sizeBytes(), maxBytes);
        }
        byte[] content = new byte[(int) stamp.get().sizeBytes()];
        try (DiskFile in = open(file)) {
            if (in.read(0, content, 0, content.length) != content.length) {
                throw new IOException("file changed while read: " + file);
            }
        }
        return Optional.of(content);
    }
}
