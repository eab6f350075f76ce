package sealswarm.overlay.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.Test;

class OneByOneTest {
    private final Queue<Runnable> workers = new ArrayDeque<>();
    private final OneByOne lane = new OneByOne(workers::add);
    private final List<Integer> done = new ArrayList<>();

    @Test
    void theNextBeginsWhenTheLastHasEndedInOrder() {
        for (int i = 0; i < 3; i++) {
            int number = i;
            lane.execute(() -> done.add(number));
        }
        for (int i = 0; i < 3; i++) {
            assertEquals(1, workers.size());
            workers.remove().run();
        }
        assertEquals(List.of(0, 1, 2), done);
        assertTrue(workers.isEmpty());
        lane.execute(() -> done.add(3));
        workers.remove().run();
        assertEquals(List.of(0, 1, 2, 3), done);
    }

    @Test
    void aTaskThatFailsDoesNotStopTheOthers() {
        lane.execute(() -> {
            throw new IllegalStateException("broken");
        });
        lane.execute(() -> done.add(1));
        assertThrows(IllegalStateException.class, () -> workers.remove().run());
        workers.remove().run();
        assertEquals(List.of(1), done);
    }
}
