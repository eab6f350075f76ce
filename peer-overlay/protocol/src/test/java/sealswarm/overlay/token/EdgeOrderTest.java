package sealswarm.overlay.token;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class EdgeOrderTest {
    private static final List<EdgeName> EDGES =
            List.of(new EdgeName("edge-1"), new EdgeName("edge-2"), new EdgeName("edge-3"), new EdgeName("edge-4"));

    private static SwarmId swarm(int number) {
        return new SwarmId(String.format("%040x", number + 1));
    }

    private static List<EdgeName> order(int swarm, List<EdgeName> edges) {
        return EdgeOrder.of(swarm(swarm), edges, edge -> edge);
    }

    @Test
    void eachEdgeIsFirstForItsShareOfTheSwarmsAndSecondToo() {
        for (int place : List.of(0, 1)) {
            Map<EdgeName, Integer> counts = new HashMap<>();
            for (int swarm = 0; swarm < 4_000; swarm++) {
                counts.merge(order(swarm, EDGES).get(place), 1, Integer::sum);
            }
            counts.values().forEach(count -> assertTrue(Math.abs(count - 1_000) < 120, counts.toString()));
        }
    }

    @Test
    void theOrderDependsOnNamesAloneAndALostEdgeMovesOnlyItsOwnSwarms() {
        List<EdgeName> shuffled = new ArrayList<>(EDGES);
        Collections.shuffle(shuffled, new Random(5));
        for (int swarm = 0; swarm < 100; swarm++) {
            List<EdgeName> all = order(swarm, EDGES);
            assertEquals(all, order(swarm, shuffled));
            List<EdgeName> fewer = new ArrayList<>(all);
            fewer.remove(EDGES.get(2));
            assertEquals(fewer, order(swarm, List.of(EDGES.get(3), EDGES.get(0), EDGES.get(1))));
        }
    }
}
