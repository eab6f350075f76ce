package sealswarm.license.server.issuing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import sealswarm.license.problem.ProblemType;
import sealswarm.license.server.http.ProblemException;

class ClockGuardTest {
    private static final Instant START = Instant.parse("2031-04-05T12:00:00.750Z");

    private Instant wall = START;
    private long monotonicMillis = 5_000;
    private final ClockGuard guard = new ClockGuard(() -> wall, () -> monotonicMillis);

    private void passes(Duration time) {
        wall = wall.plus(time);
        monotonicMillis += time.toMillis();
    }

    @Test
    void tellsWholeSecondsWhileBothClocksAgree() {
        passes(Duration.ofDays(400));
        assertEquals(Instant.parse("2032-05-09T12:00:00Z"), guard.now());
    }

    @Test
    void bearsAMinuteOfDriftEitherWayAndNotAMillisecondMore() {
        for (int sign : new int[] {1, -1}) {
            wall = START.plus(ClockGuard.MAX_JUMP.multipliedBy(sign));
            assertEquals(wall.truncatedTo(java.time.temporal.ChronoUnit.SECONDS), guard.now());
            wall = wall.plusMillis(sign);
            ProblemException refused = assertThrows(ProblemException.class, guard::now);
            assertEquals(ProblemType.CLOCK_UNSOUND, refused.type());
        }
    }

    @Test
    void isSoundAgainOnceTheWallClockIsSetRight() {
        wall = Instant.parse("1970-01-01T00:00:00Z");
        assertThrows(ProblemException.class, guard::now);
        wall = START;
        assertEquals(Instant.parse("2031-04-05T12:00:00Z"), guard.now());
    }
}
