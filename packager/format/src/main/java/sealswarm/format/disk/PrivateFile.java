package sealswarm.format.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * A small file that only its owner may read (0600 from its first byte, whatever the umask), replaced whole: written beside, forced to
 * disk, renamed over, directory forced. After a crash there is the old content or the new. Blocking; writers of one object take
 * turns among themselves.
 */
public final class PrivateFile {
    /** What a new file of one owner is made with. */
    public static final FileAttribute<Set<PosixFilePermission>> FILE_MODE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    /** What a new directory of one owner is made with. */
    public static final FileAttribute<Set<PosixFilePermission>> DIRECTORY_MODE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    private final Path file;
    private final int maxBytes;

    /** @param maxBytes what is longer is refused when read */
    public PrivateFile(Path file, int maxBytes) {
        this.file = file;
        this.maxBytes = maxBytes;
    }

    public Path path() {
        return file;
    }

    /**
     * The content, or nothing if there is no such file.
     *
     * @throws IOException if it cannot be read or is longer than allowed
     */
    public Optional<byte[]> read() throws IOException {
        try {
            if (Files.size(file) > maxBytes) {
                throw new IOException(file + ": longer than " + maxBytes + " bytes");
            }
            return Optional.of(Files.readAllBytes(file));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /** Replaces the content; on disk when this returns. */
    public synchronized void write(byte[] content) throws IOException {
        replace(file, content);
    }

    /**
     * Makes {@code file} hold exactly {@code content}, with the directories above it if they are missing (0700); on disk when this
     * returns. Of two callers at once for the same file one may fail.
     */
    public static void replace(Path file, byte[] content) throws IOException {
        Path directory = file.toAbsolutePath().getParent();
        if (directory == null) {
            throw new IOException("not a file name: " + file);
        }
        Files.createDirectories(directory, DIRECTORY_MODE);
        Path fresh = directory.resolve(file.getFileName() + ".new");
        Files.deleteIfExists(fresh);
        Set<StandardOpenOption> options = EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        try (FileChannel channel = FileChannel.open(fresh, options, FILE_MODE)) {
            ByteBuffer bytes = ByteBuffer.wrap(content);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /** Removes the file; a missing one is no error. */
    public synchronized void delete() throws IOException {
        Files.deleteIfExists(file);
    }
}
