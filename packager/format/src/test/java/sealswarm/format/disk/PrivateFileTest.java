package sealswarm.format.disk;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrivateFileTest {
    @TempDir
    Path directory;

    @Test
    void isItsOwnersAloneFromTheDirectoryDown() throws IOException {
        Path file = directory.resolve("home/secret");
        PrivateFile.replace(file, new byte[] {1});
        assertEquals("rw-------", mode(file));
        assertEquals("rwx------", mode(directory.resolve("home")));
    }

    @Test
    void replacesTheWholeContentAndItsMode() throws IOException {
        Path file = directory.resolve("secret");
        Files.write(file, new byte[100]);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        PrivateFile.replace(file, new byte[] {1, 2});
        assertArrayEquals(new byte[] {1, 2}, Files.readAllBytes(file));
        assertEquals("rw-------", mode(file));
    }

    @Test
    void takesNothingFromWhatACrashLeftBeside() throws IOException {
        Path file = directory.resolve("secret");
        Path left = directory.resolve("secret.new");
        Files.write(left, new byte[100]);
        PrivateFile.replace(file, new byte[] {3});
        assertArrayEquals(new byte[] {3}, Files.readAllBytes(file));
        assertFalse(Files.exists(left));
    }

    @Test
    void doesNotWriteThroughALinkThatStandsInItsPlace() throws IOException {
        Path target = Files.write(directory.resolve("target"), new byte[] {9});
        Path file = directory.resolve("secret");
        Files.createSymbolicLink(file, target);
        Files.createSymbolicLink(directory.resolve("secret.new"), target);
        PrivateFile.replace(file, new byte[] {4});
        assertArrayEquals(new byte[] {9}, Files.readAllBytes(target));
        assertArrayEquals(new byte[] {4}, Files.readAllBytes(file));
        assertFalse(Files.isSymbolicLink(file));
    }

    @Test
    void readsUpToItsLimitAndRefusesOneByteMore() throws IOException {
        PrivateFile file = new PrivateFile(directory.resolve("secret"), 3);
        assertEquals(Optional.empty(), file.read());
        file.write(new byte[3]);
        assertArrayEquals(new byte[3], file.read().orElseThrow());
        file.write(new byte[4]);
        assertThrows(IOException.class, file::read);
        file.delete();
        assertEquals(Optional.empty(), file.read());
    }

    private static String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
