package sealswarm.player.receipt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import sealswarm.license.receipt.PlayEntry;
import sealswarm.license.receipt.PlayEntry.MediaRange;
import sealswarm.trial.Cases;

class PlayedRangesTest {
    @Test
    void unionIsSortedMergedAndExact() {
        Cases.forAll(11, 500, random -> {
            PlayedRanges ranges = new PlayedRanges();
            BitSet expected = new BitSet();
            for (int i = 0; i < random.nextInt(40); i++) {
                int from = random.nextInt(300);
                int to = from + 1 + random.nextInt(20);
                ranges.add(new MediaRange(from, to));
                expected.set(from, to);
            }
            BitSet actual = new BitSet();
            long before = -1;
            for (MediaRange range : ranges.list()) {
                assertTrue(range.fromMs() > before, "sorted and not touching");
                actual.set((int) range.fromMs(), (int) range.toMs());
                before = range.toMs();
            }
            assertEquals(expected, actual);
            assertEquals(expected.cardinality(), ranges.totalMs());
        });
    }

    @Test
    void takesTheFirstMillisecondsAndKeepsTheRest() {
        PlayedRanges ranges = new PlayedRanges();
        ranges.add(new MediaRange(100, 300));
        ranges.add(new MediaRange(0, 50));
        assertEquals(List.of(), ranges.take(0));
        assertEquals(List.of(new MediaRange(0, 50), new MediaRange(100, 130)), ranges.take(80));
        assertEquals(List.of(new MediaRange(130, 300)), ranges.list());
        assertEquals(List.of(new MediaRange(130, 300)), ranges.take(1_000));
        assertEquals(List.of(), ranges.take(1));
    }

    @Test
    void holdsItsLimitAndDropsOneMore() {
        PlayedRanges ranges = new PlayedRanges();
        for (int i = 0; i < PlayEntry.MAX_RANGES; i++) {
            ranges.add(new MediaRange(10L * i, 10L * i + 1));
        }
        assertEquals(PlayEntry.MAX_RANGES, ranges.list().size());
        ranges.add(new MediaRange(1_000_000, 1_000_001));
        assertEquals(PlayEntry.MAX_RANGES, ranges.list().size());
        ranges.add(new MediaRange(0, 5));
        assertEquals(List.of(new MediaRange(0, 5)), ranges.list().subList(0, 1));
    }
}
