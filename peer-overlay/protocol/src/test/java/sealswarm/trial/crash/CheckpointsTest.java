package sealswarm.trial.crash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class CheckpointsTest {
    enum Step {
        BEFORE,
        AFTER
    }

    enum Unreachable {
        NEVER
    }

    /** A flow of two checkpoints with one acknowledgement between them. */
    public static final class FlowMain {
        public static void main(String[] arguments) {
            Consumer<Step> reached = Checkpoints.parking(Step.class);
            reached.accept(Step.BEFORE);
            System.out.println("acknowledged");
            reached.accept(Step.AFTER);
            System.out.println("done");
        }
    }

    @Test
    void killsTheChildAtEachCheckpointAndKeepsWhatItSaidBefore() throws Exception {
        List<String> seen = new ArrayList<>();
        Checkpoints.killAtEach(
                Step.class,
                CheckpointsTest::start,
                (point, killed) -> seen.add(point + " " + killed.lines().contains("acknowledged")));
        assertEquals(List.of("BEFORE false", "AFTER true"), seen);
    }

    @Test
    void failsOnACheckpointThatIsNeverReached() {
        AssertionError missed = assertThrows(
                AssertionError.class,
                () -> Checkpoints.killAtEach(Unreachable.class, CheckpointsTest::start, (point, killed) -> {}));
        assertTrue(String.valueOf(missed.getMessage()).contains("NEVER"));
    }

    @Test
    void letsTheChildEndWhenItParksNowhere() {
        try (ChildJvm child = ChildJvm.start(FlowMain.class, List.of())) {
            assertEquals(0, child.await());
            assertTrue(child.lines().contains("done"));
            assertFalse(child.says("something else"));
        }
    }

    private static ChildJvm start(Enum<?> point) {
        return ChildJvm.start(FlowMain.class, List.of(Checkpoints.option(point, 1)));
    }
}
