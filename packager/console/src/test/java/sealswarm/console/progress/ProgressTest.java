package sealswarm.console.progress;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import sealswarm.console.result.OutputMode;
import sealswarm.console.result.ResultWriter;

class ProgressTest {
    private static final Instant START = Instant.parse("2031-04-05T06:07:08Z");

    private Instant now = START;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final PrintStream err = new PrintStream(bytes, true, StandardCharsets.UTF_8);

    @Test
    void oneLinePerTenthAndOneAtTheEnd() {
        try (Progress progress = display(ProgressDisplay.Kind.LINES).start("pack", 1000, ProgressUnit.BYTES)) {
            for (int i = 0; i < 1000; i++) {
                now = now.plusMillis(1);
                progress.advance(1);
            }
        }
        List<String> lines = bytes.toString(StandardCharsets.UTF_8).lines().toList();
        assertEquals(10, lines.size(), lines.toString());
        assertEquals("pack: 10 % (100 B of 1000 B), 1000 B/s, 1 s left", lines.get(0));
        assertEquals("pack: 100 % (1000 B of 1000 B), 1000 B/s", lines.get(9));
    }

    @Test
    void slowWorkSpeaksEveryFiveSeconds() {
        ProgressPace pace = new ProgressPace(1_000_000, START);
        assertFalse(pace.isDue(1, START.plus(ProgressPace.QUIET_AT_MOST).minusMillis(1)));
        assertTrue(pace.isDue(2, START.plus(ProgressPace.QUIET_AT_MOST)));
        assertFalse(pace.isDue(3, START.plus(ProgressPace.QUIET_AT_MOST).plusMillis(1)));
    }

    @Test
    void unknownTotalShowsAmountAndRate() {
        ProgressLine line = new ProgressLine("fetch", ProgressUnit.BYTES, 0, START);
        assertEquals("fetch: 3.0 MiB, 1.5 MiB/s", line.at(3 << 20, START.plus(Duration.ofSeconds(2))));
    }

    @Test
    void nothingIsShownWhenNothingIsWanted() {
        try (Progress progress = display(ProgressDisplay.Kind.NONE).start("pack", 10, ProgressUnit.ITEMS)) {
            progress.advance(10);
        }
        assertEquals(0, bytes.size());
    }

    @Test
    void barEndsAtTheTotal() {
        try (Progress progress = display(ProgressDisplay.Kind.BAR).start("pack", 10, ProgressUnit.ITEMS)) {
            progress.advance(10);
        }
        String shown = bytes.toString(StandardCharsets.UTF_8);
        assertTrue(shown.contains("100%") && shown.contains("10/10"), shown);
    }

    private ProgressDisplay display(ProgressDisplay.Kind kind) {
        return new ProgressDisplay(kind, err, new ResultWriter(OutputMode.TEXT, err, err), () -> now);
    }
}
