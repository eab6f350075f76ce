package sealswarm.onebox.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import sealswarm.console.exit.ExitCode;
import sealswarm.console.exit.Refusal;

class StoryTest {
    private final List<String> said = new ArrayList<>();
    private final MovableClock clock = new MovableClock(InstantSource.fixed(Instant.EPOCH));
    private final Story story = new Story(clock, "/logs", said::add);

    @Test
    void saysEachStepWithItsNumberFindingAndTime() {
        story.step("pack film", () -> {
            clock.moveTo(Instant.EPOCH.plusMillis(1_400));
            return "4 tracks";
        });
        story.step("play film", () -> "equal");
        assertEquals(List.of("ok 01 pack film  4 tracks (1.4 s)", "ok 02 play film  equal (0.0 s)"), said);
        assertEquals(2, story.told().size());
    }

    @Test
    void endsAtTheFirstMismatchWithExpectedActualAndLogs() {
        story.step("pack film", () -> "4 tracks");
        Refusal failed = assertThrows(
                Refusal.class,
                () -> story.step("play film", () -> {
                    Story.requireEqual("exit code", 0, 4);
                    return "never said";
                }));
        assertEquals(ExitCode.FAILURE, failed.exit());
        assertEquals("step 02 play film failed: expected exit code 0, found 4", failed.message());
        assertEquals("the logs are in /logs", failed.fix());
        assertEquals(List.of("FAILED 02 play film", "  expected: exit code 0", "  actual:   4"), said.subList(1, 4));
    }

    @Test
    void namesTheStepOfAnyOtherFailureToo() {
        Refusal failed = assertThrows(
                Refusal.class,
                () -> story.step("pack film", () -> {
                    throw new IOException("disk full");
                }));
        assertTrue(failed.message().endsWith("pack film failed: disk full"), failed::message);
    }

    @Test
    void movesItsClockForwardOnly() {
        clock.moveTo(Instant.EPOCH.plusSeconds(60));
        clock.moveTo(Instant.EPOCH.plusSeconds(30));
        assertEquals(Instant.EPOCH.plusSeconds(60), clock.instant());
    }
}
