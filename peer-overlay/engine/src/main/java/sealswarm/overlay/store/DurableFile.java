package sealswarm.overlay.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * Small files that are there as a whole or not at all, whenever the process or the power ends: temporary file, fsync, atomic
 * rename, fsync of the directory. Blocking; one writer at a time per file. Symbolic links are never followed.
 */
public final class DurableFile {
    private static final String TEMPORARY = ".tmp";

    private DurableFile() {}

    /** Who may read a file that is made. */
    public enum Access {
        /** Whomever the process's umask lets. */
        BY_UMASK,
        /** The owner alone. */
        OWNER
    }

    /** Puts {@code content} in the place of {@code file}, which may exist. */
    public static void write(Path file, byte[] content, Access access) throws IOException {
        Path temporary = file.resolveSibling(file.getFileName() + TEMPORARY);
        Files.deleteIfExists(temporary);
        FileAttribute<?>[] attributes =
                switch (access) {
                    case BY_UMASK -> new FileAttribute<?>[0];
                    case OWNER ->
                        new FileAttribute<?>[] {
                            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                        };
                };
        try (FileChannel channel = FileChannel.open(
                temporary,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS),
                attributes)) {
            ByteBuffer left = ByteBuffer.wrap(content);
            while (left.hasRemaining()) {
                channel.write(left);
            }
            channel.force(true);
        }
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        forceDirectory(file);
    }

    /** Makes the name of {@code file} durable: a rename is when the directory that holds the name is. */
    public static void forceDirectory(Path file) throws IOException {
        Path directory = file.toAbsolutePath().getParent();
        if (directory == null) {
            return;
        }
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
