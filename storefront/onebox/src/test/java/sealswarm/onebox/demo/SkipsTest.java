package sealswarm.onebox.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sealswarm.console.exit.ExitCode;
import sealswarm.console.exit.Refusal;

class SkipsTest {
    @TempDir
    Path directory;

    private final List<String> said = new ArrayList<>();

    @Test
    void takesTheFirstProgramThatIsThere() throws Exception {
        Path program = Files.createFile(directory.resolve("aria2c"));
        assertTrue(program.toFile().setExecutable(true));
        List<Path> places = List.of(directory.resolve("elsewhere"), program);
        for (Skips skips : Skips.values()) {
            assertEquals(Optional.of(program), skips.present("a client", places, said::add));
        }
        assertEquals(List.of(), said);
    }

    @Test
    void saysTheSkipInWords() {
        assertEquals(
                Optional.empty(), Skips.of(Map.of()).present("a client", List.of(directory.resolve("x")), said::add));
        assertEquals(List.of("  skipped: not installed: a client"), said);
    }

    @Test
    void refusesToSkipWhereThatIsForbidden() {
        Skips skips = Skips.of(Map.of("SEALSWARM_FORBID_SKIPS", "1"));
        Refusal refused = assertThrows(
                Refusal.class, () -> skips.present("a client", List.of(directory.resolve("x")), said::add));
        assertEquals(ExitCode.FAILURE, refused.exit());
        assertTrue(refused.message().contains("not installed: a client"), refused::message);
        assertEquals(List.of(), said);
    }
}
