package sealswarm.overlay.webseed;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import sealswarm.overlay.merkle.MerkleLayer;
import sealswarm.overlay.swarm.LeafSource;

/**
 * Leaves from the first of several mirrors that gives them, beginning with the one that gave some last: an edge that is gone costs
 * one vain request and no more. Belongs to the event loop of the swarm it is set for.
 */
public final class LeavesInTurn implements LeafSource {
    private final List<LeafSource> mirrors;
    private int preferred;

    /**
     * Mirrors in order of preference.
     *
     * @throws IllegalArgumentException if there is none
     */
    public LeavesInTurn(List<? extends LeafSource> mirrors) {
        if (mirrors.isEmpty()) {
            throw new IllegalArgumentException("at least one mirror is due");
        }
        this.mirrors = List.copyOf(mirrors);
    }

    @Override
    public void leaves(long first, int count, Consumer<Optional<MerkleLayer>> done) {
        ask(preferred, 0, first, count, done);
    }

    private void ask(int mirror, int asked, long first, int count, Consumer<Optional<MerkleLayer>> done) {
        mirrors.get(mirror).leaves(first, count, answer -> {
            if (answer.isPresent()) {
                preferred = mirror;
                done.accept(answer);
            } else if (asked + 1 < mirrors.size()) {
                ask((mirror + 1) % mirrors.size(), asked + 1, first, count, done);
            } else {
                done.accept(Optional.empty());
            }
        });
    }
}
