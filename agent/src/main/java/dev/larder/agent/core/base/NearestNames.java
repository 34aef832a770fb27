package dev.larder.agent.core.base;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Finds the few known names that an unknown one may have been meant to be, nearest first. */
public final class NearestNames {

    private static final int MAX_NAMES = 5;
    private static final int MAX_CHARS = 100;

    private NearestNames() {}

    public static List<String> to(String name, Collection<String> known) {
        return known.stream()
                .sorted(Comparator.comparingInt(candidate -> distance(comparable(name), comparable(candidate))))
                .limit(MAX_NAMES)
                .toList();
    }

    private static String comparable(String name) {
        return name.substring(0, Math.min(name.length(), MAX_CHARS)).toLowerCase(Locale.ROOT);
    }

    /** Levenshtein's: how many characters to insert, remove or replace. */
    public static int distance(String from, String to) {
        int[] row = new int[to.length() + 1];
        for (int j = 0; j <= to.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= from.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= to.length(); j++) {
                int replaced = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[to.length()];
    }
}
