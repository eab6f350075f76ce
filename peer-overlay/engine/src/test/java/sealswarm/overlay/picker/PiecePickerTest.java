package sealswarm.overlay.picker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import sealswarm.overlay.wire.BlockRange;
import sealswarm.trial.Cases;

class PiecePickerTest {
    private static final TrackLayout ONE_PIECE = new TrackLayout(4L * TrackLayout.BLOCK, 4 * TrackLayout.BLOCK);
    private static final TrackLayout LAYOUT = new TrackLayout(100 * 65_536 - 30_000, 65_536);

    @Test
    void everyBlockIsPickedExactlyOnceWhileNothingIsLost() {
        Cases.forAll(11, 50, random -> {
            PiecePicker picker = new PiecePicker(LAYOUT, new BitSet(), new Random(random.nextLong()));
            picker.peerJoined(all());
            picker.setMaxOpen(4);
            Set<Block> seen = new HashSet<>();
            while (!picker.isComplete()) {
                List<Block> picked = picker.pick(wanter("a", all(), seen), 1 + random.nextInt(20));
                assertFalse(picked.isEmpty());
                for (Block block : picked) {
                    assertTrue(seen.add(block), block::toString);
                    picker.delivered(block, 0);
                    assertTrue(picker.received(block));
                    if (received(picker, seen, block.piece())) {
                        picker.completed(block.piece());
                    }
                }
            }
            assertEquals(99 * 4 + 3, seen.size());
            assertEquals(0, picker.missingCount());
        });
    }

    private static boolean received(PiecePicker picker, Set<Block> seen, int piece) {
        for (int i = 0; i < LAYOUT.blockCount(piece); i++) {
            if (!seen.contains(new Block(piece, i))) {
                return false;
            }
        }
        return !picker.has(piece);
    }

    @Test
    void prefersTheRarestPiece() {
        PiecePicker picker = new PiecePicker(LAYOUT, new BitSet(), new Random(1));
        BitSet withoutSeven = all();
        withoutSeven.clear(7);
        picker.peerJoined(withoutSeven);
        picker.peerJoined(withoutSeven);
        picker.peerJoined(all());
        assertEquals(7, picker.pick(wanter("a", all(), Set.of()), 1).get(0).piece());
    }

    @Test
    void twoPeersBeginWithDifferentPiecesOfTheSameSeed() {
        Cases.forAll(12, 20, random -> {
            Set<Integer> begun = new HashSet<>();
            for (int peer = 0; peer < 4; peer++) {
                PiecePicker picker = new PiecePicker(LAYOUT, new BitSet(), new Random(random.nextLong()));
                picker.peerJoined(all());
                picker.setMaxOpen(10);
                picker.pick(wanter("seed", all(), Set.of()), 40).forEach(block -> begun.add(block.piece()));
            }
            // Four times ten of a hundred by chance are 34 on the average; pieces in any fixed order would be ten.
            assertTrue(begun.size() >= 25, begun::toString);
        });
    }

    @Test
    void amongEquallyRarePiecesAnyMayComeFirst() {
        Set<Integer> first = new HashSet<>();
        for (int seed = 0; seed < 400; seed++) {
            PiecePicker picker = new PiecePicker(LAYOUT, new BitSet(), new Random(seed));
            picker.peerJoined(all());
            BitSet half = new BitSet();
            half.set(0, 50);
            picker.peerJoined(half);
            picker.peerLeft(half);
            first.add(picker.pick(wanter("seed", all(), Set.of()), 1).get(0).piece());
        }
        assertTrue(first.size() > 90, first::toString);
    }

    @Test
    void aBlockIsHandedOverOnlyWhileOneSourceOwesIt() {
        PiecePicker picker = new PiecePicker(ONE_PIECE, new BitSet(), new Random(1));
        BitSet one = new BitSet();
        one.set(0);
        picker.peerJoined(one);
        List<Block> asked = picker.pick(wanter("a", one, Set.of()), 4);
        Block block = asked.get(3);
        assertTrue(picker.handOver(block, wanter("b", one, Set.of())));
        assertEquals(1, picker.copies(block));
        assertFalse(picker.handOver(block, wanter("c", new BitSet(), Set.of())), "it lacks the piece");
        assertFalse(picker.handOver(block, wanter("c", one, Set.of(block))), "it was asked already");
        picker.released(block);
        assertTrue(picker.mayCome(block));
        assertFalse(picker.handOver(block, wanter("c", one, Set.of())), "nobody owes it");
        picker.delivered(asked.get(0), 1);
        assertTrue(picker.received(asked.get(0)));
        assertFalse(picker.handOver(asked.get(0), wanter("c", one, Set.of())), "it is here");
        assertFalse(picker.mayCome(asked.get(0)));
        picker.pieceFailed(0);
        assertFalse(picker.mayCome(asked.get(1)), "a piece on parole comes from one source");
    }

    @Test
    void neverPicksWhatASourceLacks() {
        PiecePicker picker = new PiecePicker(LAYOUT, new BitSet(), new Random(1));
        BitSet few = new BitSet();
        few.set(3);
        few.set(9);
        picker.peerJoined(few);
        picker.setMaxOpen(50);
        Set<Integer> pieces = new HashSet<>();
        picker.pick(wanter("a", few, Set.of()), 500).forEach(block -> pieces.add(block.piece()));
        assertEquals(Set.of(3, 9), pieces);
        assertEquals(98, picker.unavailableCount());
    }

    @Test
    void whatAReaderWaitsForComesFirstAndInOrder() {
        PiecePicker picker = new PiecePicker(LAYOUT, new BitSet(), new Random(1));
        picker.peerJoined(all());
        picker.setWindows(List.of(new PieceWindow(40, 43, 60)));
        List<Block> picked = picker.pick(wanter("a", all(), Set.of()), 12);
        List<Integer> pieces = picked.stream().map(Block::piece).distinct().toList();
        assertEquals(List.of(40, 41, 42), pieces);
    }

    @Test
    void whatAReaderWaitsForIsKnownBeforeItCanBeAskedFor() {
        BitSet have = new BitSet();
        have.set(40);
        PiecePicker picker = new PiecePicker(LAYOUT, have, new Random(1));
        assertEquals(OptionalInt.empty(), picker.awaited(all()), "nobody reads");
        picker.setWindows(List.of(new PieceWindow(40, 43, 60)));
        assertEquals(OptionalInt.of(41), picker.awaited(all()));
        BitSet others = all();
        others.clear(41, 43);
        assertEquals(OptionalInt.empty(), picker.awaited(others), "who has none of them");
    }

    @Test
    void mostNewPiecesAreNearTheReaderButNotAll() {
        PiecePicker picker = new PiecePicker(LAYOUT, new BitSet(), new Random(3));
        picker.peerJoined(all());
        picker.setWindows(List.of(new PieceWindow(0, 0, 100)));
        picker.setWindows(List.of(new PieceWindow(40, 40, 90)));
        picker.setMaxOpen(40);
        List<Integer> pieces = picker.pick(wanter("a", all(), Set.of()), 160).stream()
                .map(Block::piece)
                .distinct()
                .toList();
        long near = pieces.stream().filter(piece -> piece >= 40 && piece < 90).count();
        assertTrue(near > pieces.size() / 2 && near < pieces.size(), () -> near + " of " + pieces.size());
    }

    @Test
    void opensNoMorePiecesThanAllowed() {
        PiecePicker picker = new PiecePicker(LAYOUT, new BitSet(), new Random(1));
        picker.peerJoined(all());
        picker.setMaxOpen(3);
        Set<Integer> pieces = new HashSet<>();
        picker.pick(wanter("a", all(), Set.of()), 500).forEach(block -> pieces.add(block.piece()));
        assertEquals(3, pieces.size());
    }

    @Test
    void aFailedPieceComesFromOneSourceOnly() {
        PiecePicker picker = new PiecePicker(new TrackLayout(65_536, 65_536), new BitSet(), new Random(1));
        BitSet one = new BitSet();
        one.set(0);
        picker.peerJoined(one);
        List<Block> first = picker.pick(wanter("a", one, Set.of()), 4);
        first.forEach(block -> {
            picker.delivered(block, 0);
            picker.received(block);
        });
        picker.pieceFailed(0);
        assertEquals(2, picker.pick(wanter("b", one, Set.of()), 2).size());
        assertTrue(picker.pick(wanter("a", one, Set.of()), 4).isEmpty());
        picker.received(new Block(0, 0));
        assertEquals(List.of(0), picker.sourceLeft("b"), "what b delivered counts no more");
        assertFalse(picker.pick(wanter("a", one, Set.of()), 4).isEmpty());
    }

    @Test
    void aPieceOnParoleThatIsAllHereNeedsItsSourceNoMore() {
        PiecePicker picker = new PiecePicker(ONE_PIECE, new BitSet(), new Random(1));
        BitSet one = new BitSet();
        one.set(0);
        picker.peerJoined(one);
        picker.pieceFailed(0);
        List<Block> all = picker.pick(wanter("a", one, Set.of()), 4);
        assertEquals(4, all.size());
        all.forEach(block -> {
            picker.delivered(block, 0);
            picker.received(block);
        });
        assertEquals(List.of(), picker.sourceLeft("a"), "it is being checked or written");
        assertTrue(all.stream().noneMatch(picker::isMissing));
    }

    @Test
    void releasedBlocksArePickedAgain() {
        PiecePicker picker = new PiecePicker(LAYOUT, new BitSet(), new Random(1));
        picker.peerJoined(all());
        List<Block> first = picker.pick(wanter("a", all(), Set.of()), 4);
        first.forEach(picker::released);
        picker.sourceLeft("a");
        Set<Block> again = new HashSet<>();
        picker.setMaxOpen(100);
        again.addAll(picker.pick(wanter("b", all(), Set.of()), 500));
        assertTrue(again.containsAll(first));
    }

    @Test
    void runsAreConsecutiveMissingBlocks() {
        BitSet have = new BitSet();
        have.set(5);
        PiecePicker picker = new PiecePicker(LAYOUT, have, new Random(1));
        picker.setWindows(List.of(new PieceWindow(3, 4, 20)));
        List<Block> run = picker.pickRun(PiecePicker.RunKind.CRITICAL, 100, "edge", 0);
        assertEquals(8, run.size(), "stops before piece 5");
        assertEquals(new Block(3, 0), run.get(0));
        assertEquals(new Block(4, 3), run.get(7));
        assertTrue(picker.pickRun(PiecePicker.RunKind.CRITICAL, 100, "edge", 0).isEmpty());
        assertFalse(picker.pickRun(PiecePicker.RunKind.ANY, 100, "edge", 0).isEmpty());
    }

    @Test
    void rarestFirstOrderEqualsANaiveCount() {
        Cases.forAll(5, 100, random -> {
            int pieces = 1 + random.nextInt(40);
            AvailabilityOrder order = new AvailabilityOrder(pieces, random);
            int[] naive = new int[pieces];
            BitSet withdrawn = new BitSet();
            for (int step = 0; step < 200; step++) {
                int piece = random.nextInt(pieces);
                switch (random.nextInt(4)) {
                    case 0 -> {
                        order.add(piece);
                        naive[piece]++;
                    }
                    case 1 -> {
                        if (naive[piece] > 0) {
                            order.remove(piece);
                            naive[piece]--;
                        }
                    }
                    case 2 -> {
                        order.withdraw(piece);
                        withdrawn.set(piece);
                    }
                    default -> {
                        order.offer(piece);
                        withdrawn.clear(piece);
                    }
                }
                int rarest = order.rarest(any -> true);
                int least = Integer.MAX_VALUE;
                int unavailable = 0;
                for (int i = 0; i < pieces; i++) {
                    if (!withdrawn.get(i) && naive[i] > 0) {
                        least = Math.min(least, naive[i]);
                    }
                    if (!withdrawn.get(i) && naive[i] == 0) {
                        unavailable++;
                    }
                }
                assertEquals(least, rarest < 0 ? Integer.MAX_VALUE : naive[rarest]);
                assertEquals(unavailable, order.unavailableCount());
            }
        });
    }

    @Test
    void layoutsEndWithTheTrack() {
        assertEquals(100, LAYOUT.pieceCount());
        assertEquals(35_536, LAYOUT.pieceLength(99));
        assertEquals(3, LAYOUT.blockCount(99));
        assertEquals(35_536 - 32_768, LAYOUT.blockLength(new Block(99, 2)));
        assertTrue(LAYOUT.after(new Block(99, 2)).isEmpty());
        assertEquals(new Block(1, 0), LAYOUT.after(new Block(0, 3)).orElseThrow());
        assertTrue(LAYOUT.exactly(new BlockRange(99, 32_768, 16_384)).isEmpty());
        assertTrue(LAYOUT.exactly(new BlockRange(0, 100, 16_384)).isEmpty());
        List<Block> blocks = new ArrayList<>(List.of(new Block(0, 0)));
        while (LAYOUT.after(blocks.get(blocks.size() - 1)).isPresent()) {
            blocks.add(LAYOUT.after(blocks.get(blocks.size() - 1)).get());
        }
        assertEquals(399, blocks.size());
    }

    private static BitSet all() {
        BitSet all = new BitSet();
        all.set(0, 100);
        return all;
    }

    @Test
    void aPieceOnParoleIsForOneRangeSourceUntilThatIsGone() {
        PiecePicker picker = new PiecePicker(ONE_PIECE, new BitSet(), new Random(1));
        picker.pieceFailed(0);
        assertEquals(2, picker.pickRun(PiecePicker.RunKind.ANY, 2, "first", 0).size());
        assertEquals(List.of(), picker.pickRun(PiecePicker.RunKind.ANY, 4, "second", 0));
        picker.sourceLeft("first");
        assertEquals(2, picker.pickRun(PiecePicker.RunKind.ANY, 4, "second", 0).size());
    }

    @Test
    void atTheEndOnlyWhoHasNextToNothingToDoIsAskedForCopiesOfWhatIsLate() {
        PiecePicker picker = new PiecePicker(ONE_PIECE, new BitSet(), new Random(1));
        BitSet piece = new BitSet();
        piece.set(0);
        picker.peerJoined(piece);
        picker.peerJoined(piece);
        assertEquals(4, picker.pick(wanter("a", piece, Set.of()), 9).size());
        assertEquals(List.of(), picker.pick(idleAt("b", piece, BlockTimes.FIRST_MEAN_MILLIS), 9), "nothing is late");
        assertEquals(List.of(), picker.pick(busyAt("b", piece, 9_000), 9));
        Wanter oneLess =
                new Wanter("b", piece, block -> false, PiecePicker.MAX_AT_THE_END - 1, Wanter.Pace.WHOLE_PIECES, 9_000);
        assertEquals(List.of(new Block(0, 3)), picker.pick(oneLess, 9));
        assertEquals(List.of(new Block(0, 2), new Block(0, 1)), picker.pick(idleAt("c", piece, 9_000), 9));
    }

    @Test
    void whatAReaderWaitsForIsAskedOfOneSourceMoreEachTimeItIsLate() {
        PiecePicker picker = new PiecePicker(ONE_PIECE, new BitSet(), new Random(1));
        BitSet piece = new BitSet();
        piece.set(0);
        picker.peerJoined(piece);
        picker.setWindows(List.of(new PieceWindow(0, 1, 1)));
        assertEquals(4, picker.pick(busyAt("a", piece, 1_000), 9).size());
        assertEquals(List.of(), picker.pick(busyAt("b", piece, 1_000 + BlockTimes.FIRST_MEAN_MILLIS), 9));
        List<Block> late = picker.pick(busyAt("b", piece, 1_400), 2);
        assertEquals(List.of(new Block(0, 0), new Block(0, 1)), late);
        assertEquals(List.of(new Block(0, 2)), picker.pick(busyAt("c", piece, 1_400), 1));
        assertEquals(3, picker.pick(busyAt("c", piece, 1_700), 3).size());
        assertEquals(List.of(new Block(0, 3)), picker.pick(busyAt("d", piece, 9_000), 9), "three have the others");
    }

    private static Wanter idleAt(String name, BitSet pieces, long nowMillis) {
        return new Wanter(name, pieces, block -> false, 0, Wanter.Pace.WHOLE_PIECES, nowMillis);
    }

    private static Wanter busyAt(String name, BitSet pieces, long nowMillis) {
        int open = PiecePicker.MAX_AT_THE_END;
        return new Wanter(name, pieces, block -> false, open, Wanter.Pace.WHOLE_PIECES, nowMillis);
    }

    private static Wanter wanter(String name, BitSet pieces, Set<Block> asked) {
        return new Wanter(name, pieces, asked::contains, 0, Wanter.Pace.WHOLE_PIECES, 0);
    }
}
