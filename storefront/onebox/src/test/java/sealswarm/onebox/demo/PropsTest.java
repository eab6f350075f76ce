package sealswarm.onebox.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sealswarm.console.exit.ExitCode;
import sealswarm.console.exit.Refusal;

class PropsTest {
    @TempDir
    Path directory;

    @Test
    void laysOutAFilmAndAnAlbumWithTheirJobFiles() throws Exception {
        Props props = Props.layOut(directory.resolve("media"), Optional.empty());
        assertEquals("film.webm", props.film().getFileName().toString());
        assertTrue(Files.size(props.film()) > 1_000_000 && Files.size(props.film()) <= 4 << 20);
        assertEquals("01-first-light.opus", props.song(1).getFileName().toString());
        assertEquals("02-merkle-wood.opus", props.song(2).getFileName().toString());
        for (Path job : new Path[] {props.filmJob(), props.albumJob()}) {
            assertTrue(Files.readString(job).contains("offer:"));
        }
    }

    @Test
    void takesTheCallersOwnFilmUnderItsOwnKindOfName() throws Exception {
        Path own = Files.writeString(directory.resolve("my holiday film.mp4"), "not really a film");
        Props props = Props.layOut(directory.resolve("media"), Optional.of(own));
        assertEquals("own.mp4", props.film().getFileName().toString());
        assertEquals(-1, Files.mismatch(own, props.film()));
        assertTrue(Files.readString(props.filmJob()).contains("{file: own.mp4,"));
    }

    @Test
    void refusesAFilmThatIsMissingOrHasNoSuffix() throws Exception {
        Refusal missing = assertThrows(
                Refusal.class, () -> Props.layOut(directory.resolve("a"), Optional.of(directory.resolve("none.mp4"))));
        assertEquals(ExitCode.NOT_FOUND, missing.exit());
        Path nameless = Files.writeString(directory.resolve("film"), "x");
        Refusal refused =
                assertThrows(Refusal.class, () -> Props.layOut(directory.resolve("b"), Optional.of(nameless)));
        assertEquals(ExitCode.USAGE, refused.exit());
    }
}
