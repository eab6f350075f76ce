package sealswarm.onebox.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sealswarm.console.exit.ExitCode;
import sealswarm.console.exit.Refusal;

class OwnFilmTest {
    @TempDir
    Path directory;

    @Test
    void takesAnyFileOfOneByteOrMoreWhateverItIsCalled() throws Exception {
        Path nameless = Files.writeString(directory.resolve("film"), "x");
        assertEquals(new OwnFilm(nameless, "film", 1), OwnFilm.of(nameless));
        Path linked = Files.createSymbolicLink(directory.resolve("linked.webm"), nameless);
        assertEquals(new OwnFilm(linked, "linked", 1), OwnFilm.of(linked));
    }

    @Test
    void namesItAfterItsFileWithNothingThatAJobFileWouldMisread() {
        assertEquals("Ferien 2026, Teil 1", OwnFilm.named("Ferien 2026, Teil 1.mp4"));
        assertEquals("a b c", OwnFilm.named("a\"b\\\n c.mkv"));
        assertEquals("Own film", OwnFilm.named("\u0007.mp4"));
        assertEquals(".hidden", OwnFilm.named(".hidden"));
        assertEquals(
                OwnFilm.MAX_NAME_CHARS,
                OwnFilm.named("x".repeat(OwnFilm.MAX_NAME_CHARS)).length());
        assertEquals(
                OwnFilm.MAX_NAME_CHARS,
                OwnFilm.named("x".repeat(OwnFilm.MAX_NAME_CHARS + 1)).length());
    }

    @Test
    void refusesWhatIsMissingADirectoryOrEmpty() throws Exception {
        assertRefused(ExitCode.NOT_FOUND, "no such file", directory.resolve("none.mp4"));
        assertRefused(
                ExitCode.NOT_FOUND,
                "no such file",
                Files.createSymbolicLink(directory.resolve("to-nothing"), directory.resolve("none.mp4")));
        assertRefused(ExitCode.USAGE, "a directory", directory);
        assertRefused(ExitCode.USAGE, "is empty", Files.createFile(directory.resolve("empty.mp4")));
        assertRefused(ExitCode.USAGE, "not a regular file", Path.of("/dev/null"));
    }

    @Test
    void refusesWhatMayNotBeRead() throws Exception {
        Path closed = Files.writeString(directory.resolve("closed.mp4"), "x");
        Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("---------"));
        // Who may read everything cannot be refused.
        assumeFalse(Files.isReadable(closed), "this user may read every file");
        assertRefused(ExitCode.FAILURE, "permission denied", closed);
    }

    private static void assertRefused(ExitCode exit, String why, Path file) {
        Refusal refused = assertThrows(Refusal.class, () -> OwnFilm.of(file));
        assertEquals(exit, refused.exit());
        assertTrue(refused.message().contains(why), refused::message);
    }
}
