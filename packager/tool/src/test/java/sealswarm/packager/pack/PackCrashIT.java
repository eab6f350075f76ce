package sealswarm.packager.pack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sealswarm.format.disk.LocalDisk;
import sealswarm.format.vectors.SamplePackage;
import sealswarm.trial.crash.ChildJvm;

/** kill -9 anywhere in a pack: no half package, and what goes on afterwards equals an uninterrupted run. */
class PackCrashIT {
    private static final int ROUNDS = 3;
    private static final int SIZE = 40_000_000;
    private static final int RANGES = 5;

    @TempDir
    Path directory;

    @Test
    void whatAKilledPackLeavesIsGoneOnWithToTheSameBytes() throws IOException {
        Files.write(directory.resolve("film.bin"), SamplePackage.noise(1, SIZE));
        try (PackTrial trial = new PackTrial(directory)) {
            trial.fixed(new LocalDisk(), "film.bin", "expected", () -> {});
        }
        Random random = new Random(38);
        int resumed = 0;
        for (int round = 0; round < ROUNDS; round++) {
            String out = "p" + round;
            int kills = 1 + random.nextInt(3);
            for (int kill = 0; kill < kills; kill++) {
                AtomicInteger ranges = new AtomicInteger(1 + random.nextInt(RANGES - 2));
                try (ChildJvm child = child(out)) {
                    // Lines are looked at again and again; killing a little early or late is as good.
                    assertTrue(child.says(line -> ranges.decrementAndGet() <= 0));
                    child.kill();
                }
                assertFalse(Files.exists(directory.resolve(out)), "round " + round);
            }
            try (ChildJvm child = child(out)) {
                assertEquals(0, child.await());
                resumed += child.lines().contains("resumed") ? 1 : 0;
            }
            same(out);
        }
        assertTrue(resumed >= 1, resumed + " of " + ROUNDS + " went on");
    }

    private void same(String out) throws IOException {
        Path expected = directory.resolve("expected");
        try (Stream<Path> walk = Files.walk(expected)) {
            for (Path file : walk.filter(Files::isRegularFile).toList()) {
                Path relative = expected.relativize(file);
                if (!relative.toString().equals("keys.hpke")) {
                    assertEquals(
                            -1, Files.mismatch(file, directory.resolve(out).resolve(relative)), out + "/" + relative);
                }
            }
        }
    }

    private ChildJvm child(String out) {
        return ChildJvm.start(PackTrialMain.class, List.of("-Xmx256m"), directory.toString(), "film.bin", out);
    }
}
