package sealswarm.overlay.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import sealswarm.trial.Cases;

/** Cells of the scenario matrix, each with exact expectations. */
class MatrixTest {
    private static final int SEEDS = 100;

    @Test
    void aPairwiseCoverHolds() {
        SplittableRandom random = new SplittableRandom(1);
        int number = 0;
        for (Cell cell : Cell.pairwise(random)) {
            check(cell, ++number);
        }
        assertTrue(number < 40, () -> "a cover need not be that large");
    }

    @Test
    void anyCellHoldsUnderAnySeed() {
        Cases.forAll(20, SEEDS, random -> new CellRun(Cell.draw(random), random.nextLong()), CellRun::check);
    }

    @Test
    @Tag("whole-matrix")
    void theWholeProductHolds() {
        int number = 0;
        for (Cell cell : Cell.all()) {
            check(cell, ++number);
        }
        assertEquals(4 * 3 * 3 * 3 * 4 * 4 * 3, number);
    }

    private static void check(Cell cell, long seed) {
        CellRun run = new CellRun(cell, seed);
        try {
            run.check();
        } catch (AssertionError e) {
            throw new AssertionError(run + ": " + e.getMessage(), e);
        }
    }
}
