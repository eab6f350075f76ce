package sealswarm.overlay.webseed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import sealswarm.overlay.merkle.MerkleHash;
import sealswarm.overlay.merkle.MerkleLayer;
import sealswarm.overlay.swarm.LeafSource;

class LeavesInTurnTest {
    private static final MerkleLayer LEAF = MerkleLayer.of(new byte[MerkleHash.LENGTH]);
    private final List<String> asked = new ArrayList<>();
    private boolean firstLives;
    private boolean secondLives = true;

    private final LeafSource leaves = new LeavesInTurn(List.of(
            (first, count, done) -> {
                asked.add("one " + first + "+" + count);
                done.accept(firstLives ? Optional.of(LEAF) : Optional.empty());
            },
            (first, count, done) -> {
                asked.add("two " + first + "+" + count);
                done.accept(secondLives ? Optional.of(LEAF) : Optional.empty());
            }));

    private Optional<MerkleLayer> ask(long first) {
        List<Optional<MerkleLayer>> answers = new ArrayList<>();
        leaves.leaves(first, 1, answers::add);
        assertEquals(1, answers.size());
        return answers.get(0);
    }

    @Test
    void theNextMirrorIsAskedWhenOneGivesNothingAndStaysTheFirst() {
        assertEquals(Optional.of(LEAF), ask(5));
        assertEquals(Optional.of(LEAF), ask(6));
        assertEquals(List.of("one 5+1", "two 5+1", "two 6+1"), asked);
        firstLives = true;
        secondLives = false;
        assertEquals(Optional.of(LEAF), ask(7));
        assertEquals(Optional.of(LEAF), ask(8));
        assertEquals(List.of("two 7+1", "one 7+1", "one 8+1"), asked.subList(3, 6));
    }

    @Test
    void nothingIsTheAnswerWhenNobodyHasLeavesAndEachIsAskedOnce() {
        secondLives = false;
        assertEquals(Optional.empty(), ask(5));
        assertEquals(List.of("one 5+1", "two 5+1"), asked);
        assertThrows(IllegalArgumentException.class, () -> new LeavesInTurn(List.of()));
    }
}
