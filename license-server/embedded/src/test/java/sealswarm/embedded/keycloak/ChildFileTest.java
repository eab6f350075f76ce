package sealswarm.embedded.keycloak;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChildFileTest {
    @TempDir
    Path directory;

    private Path file;
    private Process process;

    @BeforeEach
    void startAProcess() throws Exception {
        file = directory.resolve("keycloak.pid");
        process = new ProcessBuilder("sleep", "600").start();
    }

    @AfterEach
    void endTheProcess() {
        process.destroyForcibly();
    }

    @Test
    void endsTheRecordedProcess() throws Exception {
        ChildFile pid = new ChildFile(file);
        pid.write(process.toHandle());
        new ChildFile(file).endOrphan();
        assertTrue(process.waitFor(10, TimeUnit.SECONDS));
        assertFalse(Files.exists(file));
    }

    @Test
    void leavesAnotherProcessUnderTheSameIdAlone() throws Exception {
        Files.writeString(file, process.pid() + " 2001-01-01T00:00:00Z\n");
        new ChildFile(file).endOrphan();
        assertTrue(process.isAlive());
    }

    @Test
    void makesNothingOfAFileItDoesNotUnderstand() throws Exception {
        for (String text : List.of("", "x", "1 2 3", "-1 2001-01-01T00:00:00Z", "99999999999999999999 now")) {
            Files.writeString(file, text);
            new ChildFile(file).endOrphan();
            assertFalse(Files.exists(file), text);
        }
        assertTrue(process.isAlive());
    }
}
