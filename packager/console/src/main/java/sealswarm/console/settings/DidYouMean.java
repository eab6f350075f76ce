package sealswarm.console.settings;

import java.util.Collection;
import java.util.Optional;
import java.util.TreeSet;

/** Finds the known word nearest to a misspelt one. Pure. */
public final class DidYouMean {
    private static final int MAX_WORD = 64;

    private DidYouMean() {}

    /** The nearest known word within a third of the word's length (at least one edit), ties by alphabet. */
    public static Optional<String> nearest(String word, Collection<String> known) {
        if (word.isEmpty() || word.length() > MAX_WORD) {
            return Optional.empty();
        }
        int limit = Math.max(1, word.length() / 3);
        Optional<String> best = Optional.empty();
        int bestDistance = limit + 1;
        for (String candidate : new TreeSet<>(known)) {
            int distance = distance(word, candidate);
            if (distance < bestDistance) {
                best = Optional.of(candidate);
                bestDistance = distance;
            }
        }
        return best;
    }

    /** The phrase {@code " (did you mean 'x'?)"}, or an empty text. */
    public static String phrase(String word, Collection<String> known) {
        return nearest(word, known)
                .map(near -> " (did you mean '" + near + "'?)")
                .orElse("");
    }

    /** Insertions, deletions, replacements, and swaps of neighbours. */
    private static int distance(String a, String b) {
        int[][] d = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            d[i][0] = i;
        }
        for (int j = 0; j <= b.length(); j++) {
            d[0][j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            for (int j = 1; j <= b.length(); j++) {
                int replace = d[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                d[i][j] = Math.min(replace, Math.min(d[i - 1][j], d[i][j - 1]) + 1);
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
                }
            }
        }
        return d[a.length()][b.length()];
    }
}
