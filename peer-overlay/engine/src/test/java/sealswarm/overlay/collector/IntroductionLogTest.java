package sealswarm.overlay.collector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sealswarm.overlay.collector.IntroductionLog.Introduction;
import sealswarm.overlay.origin.OriginDisk;
import sealswarm.overlay.origin.SystemOriginDisk;
import sealswarm.overlay.token.Pseudonym;
import sealswarm.overlay.token.SwarmId;
import sealswarm.trial.Cases;

class IntroductionLogTest {
    private static final long HOUR = 3_600;
    private static final long T0 = 500_000 * HOUR;
    private static final SwarmId SWARM = new SwarmId("ab".repeat(20));

    private final OriginDisk disk = new SystemOriginDisk();

    @TempDir
    Path directory;

    private IntroductionLog open(long now) throws IOException {
        return IntroductionLog.open(disk, directory, now);
    }

    private static Pseudonym subject(int number) {
        return Pseudonym.of(
                ByteBuffer.allocate(16).putInt(0x5a5a_5a5a).putInt(number).array());
    }

    private static PairKey pair(int one, int other) {
        return PairKey.of(SWARM, subject(one), subject(other)).orElseThrow();
    }

    @Test
    void aPairHasNoOrderAndIsOfOneSwarm() {
        assertEquals(pair(1, 2), pair(2, 1));
        assertNotEquals(pair(1, 2), pair(1, 3));
        assertNotEquals(Optional.of(pair(1, 2)), PairKey.of(new SwarmId("ac".repeat(20)), subject(1), subject(2)));
        assertEquals(Optional.empty(), PairKey.of(SWARM, subject(1), subject(1)));
        assertEquals(Optional.empty(), PairKey.of(SWARM, Pseudonym.NOBODY, subject(1)));
    }

    @Test
    void aPairIsFoundWithinItsTimeAndOthersAreNot() throws IOException {
        IntroductionLog log = open(T0);
        log.introduced(pair(1, 2), T0 + 30 * HOUR + 100);
        long at = T0 + 30 * HOUR + 100;
        assertEquals(Introduction.MADE, log.between(pair(2, 1), at - 24 * HOUR, at));
        assertEquals(Introduction.NOT_MADE, log.between(pair(2, 1), at - 24 * HOUR, at - 1), "only later");
        assertEquals(Introduction.NOT_MADE, log.between(pair(1, 3), at - 24 * HOUR, at));
        assertEquals(Introduction.UNKNOWN, log.between(pair(1, 3), T0 - 1, at), "the log begins later");
        assertEquals(Introduction.NOT_MADE, log.between(pair(1, 2), at + HOUR, at + 2 * HOUR), "only before");
    }

    @Test
    void everyPairIsFoundAgainAcrossHoursAndRestarts() throws IOException {
        Cases.forAll(20260410, 5, random -> {
            Path own = directory.resolve("run" + random.nextLong());
            try {
                IntroductionLog log = IntroductionLog.open(disk, own, T0);
                List<Integer> seconds = new ArrayList<>();
                long now = T0;
                for (int i = 0; i < 400; i++) {
                    now += random.nextInt(120);
                    seconds.add((int) (now - T0));
                    log.introduced(pair(i, -i - 1), now);
                    if (random.nextInt(20) == 0) {
                        log.flush(now);
                    }
                    if (random.nextInt(60) == 0) {
                        log.flush(now);
                        log = IntroductionLog.open(disk, own, now);
                    }
                }
                log.flush(now);
                for (int i = 0; i < seconds.size(); i++) {
                    long at = T0 + seconds.get(i);
                    assertEquals(Introduction.MADE, log.between(pair(i, -i - 1), at, at));
                    assertNotEquals(Introduction.MADE, log.between(pair(i, i + 1_000), at, at));
                }
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
    }

    @Test
    void aKilledProcessLosesWhatWasNotFlushedAndATornRecord() throws IOException {
        IntroductionLog log = open(T0);
        log.introduced(pair(1, 2), T0 + 1);
        log.flush(T0 + 1);
        log.introduced(pair(3, 4), T0 + 2);
        Path segment = directory.resolve(T0 / HOUR + ".open");
        assertEquals(16, Files.size(segment));
        Files.write(segment, new byte[] {1, 2, 3}, StandardOpenOption.APPEND);
        IntroductionLog next = open(T0 + 3);
        assertEquals(Introduction.MADE, next.between(pair(1, 2), T0, T0 + 3));
        assertEquals(Introduction.UNKNOWN, next.between(pair(3, 4), T0, T0 + 3));
        next.introduced(pair(5, 6), T0 + 4);
        next.flush(T0 + 4);
        assertEquals(32, Files.size(segment));
        assertEquals(Introduction.MADE, open(T0 + 5).between(pair(5, 6), T0, T0 + 5));
    }

    @Test
    void hoursAreForgottenAfterTwoDays() throws IOException {
        IntroductionLog log = open(T0);
        log.introduced(pair(1, 2), T0 + 10);
        log.flush(T0 + HOUR);
        assertTrue(Files.exists(directory.resolve(T0 / HOUR + ".pairs")));
        log.flush(T0 + IntroductionLog.KEPT_HOURS * HOUR);
        assertEquals(Introduction.MADE, log.between(pair(1, 2), T0, T0 + 10));
        log.flush(T0 + (IntroductionLog.KEPT_HOURS + 1) * HOUR);
        assertEquals(Introduction.UNKNOWN, log.between(pair(1, 2), T0, T0 + 10));
        try (var files = Files.list(directory)) {
            assertEquals(0, files.count());
        }
    }

    @Test
    void beyondTheLimitOfAnHourNobodyIsBlamed() throws IOException {
        IntroductionLog log = IntroductionLog.open(disk, directory, T0, 2);
        log.introduced(pair(1, 2), T0);
        log.introduced(pair(1, 3), T0);
        assertEquals(Introduction.NOT_MADE, log.between(pair(1, 4), T0, T0 + 5));
        log.introduced(pair(1, 3), T0 + 4);
        assertEquals(Introduction.NOT_MADE, log.between(pair(1, 4), T0, T0 + 5), "that one was there");
        log.introduced(pair(1, 4), T0 + 5);
        assertEquals(Introduction.UNKNOWN, log.between(pair(1, 4), T0, T0 + 5));
        assertEquals(Introduction.MADE, log.between(pair(1, 2), T0, T0 + 5));
    }
}
