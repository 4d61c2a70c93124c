package io.tickbus.config;

import java.util.Collection;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Finds the known word that a misspelled word probably means, in a configuration or on a command line. Case, {@code _}
 * and {@code -} are ignored, so batch_ms counts as batchMs.
 */
public final class NearestWord {
    private NearestWord() {}

    /**
     * {@return the nearest known word, or null if no known word is near enough} If several words are equally near, the
     * first word is returned.
     *
     * @param word the unknown word
     * @param known the known words
     */
    public static @Nullable String to(String word, Collection<String> known) {
        String nearest = null;
        int least = Integer.MAX_VALUE;
        for (String candidate : known) {
            int distance = distance(folded(word), folded(candidate));
            int near = Math.max(1, Math.min(word.length(), candidate.length()) / 3);
            if (distance <= near && distance < least) {
                nearest = candidate;
                least = distance;
            }
        }
        return nearest;
    }

    private static String folded(String word) {
        return word.toLowerCase(Locale.ROOT).replace("_", "").replace("-", "");
    }

    /**
     * Returns the number of edits that change {@code a} to {@code b}. An edit inserts, removes or replaces a character,
     * or swaps two neighbours.
     */
    static int distance(String a, String b) {
        int[][] edits = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    edits[i][j] = i + j;
                    continue;
                }
                int replaced = edits[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                edits[i][j] = Math.min(replaced, 1 + Math.min(edits[i - 1][j], edits[i][j - 1]));
                boolean swapped =
                        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
                if (swapped) {
                    edits[i][j] = Math.min(edits[i][j], 1 + edits[i - 2][j - 2]);
                }
            }
        }
        return edits[a.length()][b.length()];
    }

    /**
     * {@return the hint for an unknown word} The hint is the nearest known word, or all known words if none is near.
     *
     * @param word the unknown word
     * @param known the known words
     */
    public static String suggestion(String word, Collection<String> known) {
        String nearest = to(word, known);
        return nearest == null ? "known here: " + String.join(", ", known) : "did you mean " + nearest + "?";
    }
}
