package dev.larder.agent.core.config;

import java.util.Collection;
import java.util.Comparator;

/** Finds what somebody probably meant: the known name with the fewest letters inserted, dropped or replaced. */
final class NearestName {

    private NearestName() {}

    /** @param known at least one */
    static String of(String name, Collection<String> known) {
        return known.stream()
                .min(Comparator.comparingInt(candidate -> distance(name, candidate)))
                .orElseThrow();
    }

    /** Levenshtein's, over two rows. */
    private static int distance(String a, String b) {
        int[] above = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            above[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            above = nextRow(above, a.charAt(i - 1), i, b);
        }
        return above[b.length()];
    }

    private static int[] nextRow(int[] above, char letter, int row, String b) {
        int[] current = new int[above.length];
        current[0] = row;
        for (int j = 1; j < current.length; j++) {
            int replaced = above[j - 1] + (b.charAt(j - 1) == letter ? 0 : 1);
            current[j] = Math.min(replaced, 1 + Math.min(above[j], current[j - 1]));
        }
        return current;
    }
}
