package sealswarm.onebox.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sealswarm.console.exit.ExitCode;
import sealswarm.console.exit.Refusal;
import sealswarm.embedded.keycloak.ChildFile;
import sealswarm.onebox.serve.ShopPorts;

class DemoTest {
    @TempDir
    Path directory;

    @Test
    void emptiesNoDirectoryThatIsNotADemosOwn() throws Exception {
        Path precious = Files.writeString(directory.resolve("thesis.txt"), "years of work");
        Refusal refused = assertThrows(Refusal.class, () -> Demo.prepare(plan(directory), line -> {}));
        assertEquals(ExitCode.USAGE, refused.exit());
        assertTrue(Files.exists(precious));
    }

    @Test
    void emptiesItsOwnDirectoryAndEndsWhatAKilledRunLeft() throws Exception {
        Path data = Files.createDirectory(directory.resolve("demo"));
        Files.writeString(data.resolve("demo-data"), "");
        Files.createDirectory(data.resolve("running"));
        Path old = Files.writeString(data.resolve("old.txt"), "");
        Process left = new ProcessBuilder("sleep", "600").start();
        try {
            new ChildFile(data.resolve("running/host1.pid")).write(left.toHandle());
            Demo.prepare(plan(data), line -> {}).close();
            assertTrue(left.waitFor(10, TimeUnit.SECONDS));
            assertFalse(Files.exists(old));
        } finally {
            left.destroyForcibly();
        }
    }

    @Test
    void refusesASecondRunInTheSameDirectory() throws Exception {
        Path data = directory.resolve("demo");
        try (Demo running = Demo.prepare(plan(data), line -> {})) {
            Refusal refused = assertThrows(Refusal.class, () -> Demo.prepare(plan(data), line -> {}));
            assertEquals("demo-running", refused.code());
            assertTrue(Files.isDirectory(data), running::toString);
        }
        Demo.prepare(plan(data), line -> {}).close();
    }

    @Test
    void needsRoomForEightCopiesOfTheFilm() {
        long film = 1L << 30;
        long enough = (512L << 20) + 8 * film;
        Demo.requireSpace(directory, enough, film);
        Refusal refused = assertThrows(Refusal.class, () -> Demo.requireSpace(directory, enough - 1, film));
        assertEquals(ExitCode.FAILURE, refused.exit());
        assertTrue(refused.message().contains("needs 8704 MiB"), refused::message);
    }

    private static DemoPlan plan(Path data) {
        return new DemoPlan(
                data,
                ShopPorts.ANY,
                Path.of("none.zip"),
                Path.of("cache"),
                Path.of("sealswarm"),
                Optional.empty(),
                Skips.ALLOWED);
    }
}
