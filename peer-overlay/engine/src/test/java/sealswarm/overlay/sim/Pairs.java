package sealswarm.overlay.sim;

import java.util.LinkedHashSet;
import java.util.Set;

/** The pairs of values of different axes that no chosen combination has yet. */
final class Pairs {
    private final Set<Pair> open = new LinkedHashSet<>();

    private record Pair(int axis, int value, int otherAxis, int otherValue) {}

    /** All pairs of axes with so many values each. */
    Pairs(int[] sizes) {
        for (int axis = 0; axis < sizes.length; axis++) {
            for (int other = axis + 1; other < sizes.length; other++) {
                for (int value = 0; value < sizes[axis]; value++) {
                    for (int otherValue = 0; otherValue < sizes[other]; otherValue++) {
                        open.add(new Pair(axis, value, other, otherValue));
                    }
                }
            }
        }
    }

    boolean isEmpty() {
        return open.isEmpty();
    }

    private static Set<Pair> of(int[] choice) {
        Set<Pair> pairs = new LinkedHashSet<>();
        for (int axis = 0; axis < choice.length; axis++) {
            for (int other = axis + 1; other < choice.length; other++) {
                pairs.add(new Pair(axis, choice[axis], other, choice[other]));
            }
        }
        return pairs;
    }

    /** Open pairs that a choice would close. */
    long covers(int[] choice) {
        return of(choice).stream().filter(open::contains).count();
    }

    void close(int[] choice) {
        open.removeAll(of(choice));
    }

    /** The same choice with the first open pair in it, so that each choice closes one at least. */
    int[] withOneOpen(int[] choice) {
        Pair pair = open.iterator().next();
        int[] changed = choice.clone();
        changed[pair.axis()] = pair.value();
        changed[pair.otherAxis()] = pair.otherValue();
        return changed;
    }
}
