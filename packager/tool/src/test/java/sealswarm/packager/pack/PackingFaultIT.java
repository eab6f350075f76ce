package sealswarm.packager.pack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sealswarm.console.exit.Refusal;
import sealswarm.format.SealedPackage;
import sealswarm.format.disk.Disk;
import sealswarm.format.disk.LocalDisk;
import sealswarm.format.vectors.FaultyDisk;
import sealswarm.format.vectors.SamplePackage;

class PackingFaultIT {
    private static final int RANGE = 8 << 20;
    private static final int SIZE = 2 * RANGE + (1 << 20) + 5;
    private static final int PLENTY = 1_000_000;
    private static final List<String> UNTOUCHED = List.of("film.bin", "studio.p12", "studio.p12.passphrase");

    private final Path directory;
    private final Path input;
    private final PackTrial trial;

    PackingFaultIT(@TempDir Path directory) throws IOException {
        this.directory = directory;
        this.input = directory.resolve("film.bin");
        this.trial = new PackTrial(directory);
        Files.write(input, SamplePackage.noise(1, SIZE));
    }

    @AfterEach
    void close() {
        trial.close();
    }

    @Test
    void aFullDiskAtAnyOperationLeavesNoPackageAndTheNextRunGivesTheSameBytes() throws IOException {
        FaultyDisk counting = new FaultyDisk(PLENTY);
        trial.fixed(counting, "film.bin", "expected", () -> {});
        int operations = PLENTY - counting.left();
        assertTrue(operations > 80, operations + " operations");
        int resumed = 0;
        for (int n = 0; n < operations; n += n < 16 || n > operations - 24 ? 1 : 11) {
            FaultyDisk full = new FaultyDisk(n);
            String out = "p" + n;
            IOException failure = assertThrows(
                    IOException.class, () -> trial.fixed(full, "film.bin", out, () -> {}), "operation " + n);
            assertEquals("No space left on device", failure.getMessage());
            if (n < operations - 1) {
                // Only the very last operation comes after the rename: it makes the name durable.
                assertFalse(Files.exists(directory.resolve(out)), "operation " + n);
                trial.fixed(new LocalDisk(), "film.bin", out, () -> {});
            }
            resumed += trial.remarks.contains(PackTrial.RESUMED) ? 1 : 0;
            same("expected", out, "operation " + n);
            new LocalDisk().deleteTree(directory.resolve(out));
        }
        assertTrue(resumed > 5, resumed + " went on");
        new LocalDisk().deleteTree(directory.resolve("expected"));
        assertEquals(UNTOUCHED, names());
    }

    @Test
    void goingOnSealsOnlyWhatIsMissing() throws IOException {
        interrupted("p");
        SealedPackage sealed = trial.random(new LocalDisk(), "film.bin", "p", () -> {});
        assertEquals(List.of(2L * RANGE, (long) SIZE - 2 * RANGE), trial.sealed);
        sealed.verify(trial.workers(), (range, length) -> {});
    }

    @Test
    void aChangedInputOrForgedRecordStartsAfreshWithNewSalts() throws IOException {
        String before = interrupted("p");
        Files.setLastModifiedTime(input, FileTime.fromMillis(1_000_000_000_000L));
        SealedPackage sealed = trial.random(new LocalDisk(), "film.bin", "p", () -> {});
        assertTrue(
                trial.remarks.contains("an earlier run was about another job or input; packing afresh with new salts"));
        assertFalse(before.contains(sealed.manifest().tracks().get(0).salt().text()));

        String genuine = interrupted("q");
        Path record = directory.resolve("q.partial/resume.json");
        Files.writeString(record, genuine.replaceFirst("\"crc32c\":[0-9]+", "\"crc32c\":12345"));
        trial.random(new LocalDisk(), "film.bin", "q", () -> {}).verify(trial.workers(), (range, length) -> {});
        assertEquals((long) RANGE, trial.sealed.get(0));

        interrupted("r");
        Files.writeString(directory.resolve("r.partial/resume.json"), "{");
        trial.random(new LocalDisk(), "film.bin", "r", () -> {});
        assertTrue(
                trial.remarks.get(0).startsWith("what an earlier run left cannot be believed"), trial.remarks.get(0));
    }

    @Test
    void anInputThatGrowsShrinksOrIsRewrittenIsRefusedAndNothingStays() throws IOException {
        changed(() -> Files.write(input, new byte[1], StandardOpenOption.APPEND));
        changed(() -> {
            try (FileChannel channel = FileChannel.open(input, StandardOpenOption.WRITE)) {
                channel.truncate(RANGE + 1);
            }
        });
        Files.write(input, SamplePackage.noise(1, SIZE));
        changed(() -> {
            try (FileChannel channel = FileChannel.open(input, StandardOpenOption.WRITE)) {
                channel.write(ByteBuffer.allocate(1), 0);
            }
            Files.setLastModifiedTime(input, FileTime.fromMillis(1));
        });
        assertEquals(UNTOUCHED, names());
    }

    @Test
    void aSecondProcessIsRefusedWhileTheFirstPacks() throws IOException {
        Disk disk = new LocalDisk();
        Disk.Lock lock = disk.lock(directory.resolve("p.partial.lock")).orElseThrow();
        Refusal refusal = assertThrows(Refusal.class, () -> trial.random(disk, "film.bin", "p", () -> {}));
        assertEquals("already-packing", refusal.code());
        lock.close();
        trial.random(disk, "film.bin", "p", () -> {});
    }

    private void changed(PackTrial.AfterRange change) {
        Refusal refusal = assertThrows(Refusal.class, () -> trial.random(new LocalDisk(), "film.bin", "p", change));
        assertEquals("input-changed", refusal.code());
    }

    /** Stops a pack during its third range and gives the record it left. */
    private String interrupted(String out) throws IOException {
        AtomicInteger ranges = new AtomicInteger();
        assertThrows(
                RuntimeException.class,
                () -> trial.random(new LocalDisk(), "film.bin", out, () -> {
                    if (ranges.incrementAndGet() == 3) {
                        throw new IOException("stopped");
                    }
                }));
        return Files.readString(directory.resolve(out + ".partial/resume.json"));
    }

    private void same(String one, String two, String message) throws IOException {
        try (Stream<Path> walk = Files.walk(directory.resolve(one))) {
            for (Path file : walk.filter(Files::isRegularFile).toList()) {
                Path relative = directory.resolve(one).relativize(file);
                if (!relative.toString().equals("keys.hpke")) {
                    assertEquals(-1, Files.mismatch(file, directory.resolve(two).resolve(relative)), message);
                }
            }
        }
    }

    private List<String> names() throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
        }
    }
}
