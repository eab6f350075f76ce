package sealswarm.overlay.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DurableFileTest {
    @TempDir
    Path directory;

    @Test
    void replacesTheWholeFileAndLeavesNothingBeside() throws IOException {
        Path file = directory.resolve("record");
        DurableFile.write(file, new byte[] {1, 2, 3}, DurableFile.Access.BY_UMASK);
        DurableFile.write(file, new byte[] {4}, DurableFile.Access.BY_UMASK);
        assertArrayEquals(new byte[] {4}, Files.readAllBytes(file));
        try (Stream<Path> all = Files.list(directory)) {
            assertEquals(List.of(file), all.toList());
        }
    }

    @Test
    void aSecretIsForItsOwnerFromTheFirstByte() throws IOException {
        Path file = directory.resolve("key");
        DurableFile.write(file, new byte[] {7}, DurableFile.Access.OWNER);
        assertEquals(PosixFilePermissions.fromString("rw-------"), Files.getPosixFilePermissions(file));
    }

    @Test
    void theRestOfAnEarlierCrashIsNoHindrance() throws IOException {
        Path file = directory.resolve("record");
        Files.write(directory.resolve("record.tmp"), new byte[100]);
        DurableFile.write(file, new byte[] {1}, DurableFile.Access.OWNER);
        assertArrayEquals(new byte[] {1}, Files.readAllBytes(file));
    }

    @Test
    void aLinkInTheWayIsReplacedAndNotFollowed() throws IOException {
        Path elsewhere = Files.write(directory.resolve("elsewhere"), new byte[] {9});
        Path file = Files.createSymbolicLink(directory.resolve("record"), elsewhere);
        Files.createSymbolicLink(directory.resolve("record.tmp"), elsewhere);
        DurableFile.write(file, new byte[] {1}, DurableFile.Access.BY_UMASK);
        assertArrayEquals(new byte[] {9}, Files.readAllBytes(elsewhere));
        assertFalse(Files.isSymbolicLink(file));
    }

    @Test
    void aFailureLeavesTheOldFile() throws IOException {
        Path file = directory.resolve("record");
        DurableFile.write(file, new byte[] {1}, DurableFile.Access.BY_UMASK);
        Files.createDirectories(directory.resolve("record.tmp/in the way"));
        assertThrows(IOException.class, () -> DurableFile.write(file, new byte[] {2}, DurableFile.Access.BY_UMASK));
        assertArrayEquals(new byte[] {1}, Files.readAllBytes(file));
    }
}
