package dev.larder.agent.apps.storm;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * The names of the rows.
 *
 * <p><b>Shape.</b> {@code g<group>.<row>}. Rows with even numbers are plain, those with odd ones carry the tag of their
 * group. The first {@value #HOT} are read and changed most of the time, so that calls meet.
 */
final class Stock {

    private static final int HOT = 4;
    private static final int HOT_PERCENT = 85;
    private static final int GROUPS = 4;

    private final String[] names;
    private final Map<String, Integer> rows = new HashMap<>();
    private final int[][] matching = new int[GROUPS][];
    private final int[][] tagged = new int[GROUPS][];
    private final int[] all;

    Stock(int rows) {
        names = new String[rows];
        List<List<Integer>> groups = new ArrayList<>();
        for (int group = 0; group < GROUPS; group++) {
            groups.add(new ArrayList<>());
        }
        for (int row = 0; row < rows; row++) {
            names[row] = group(groupOf(row)) + "." + row;
            this.rows.put(names[row], row);
            groups.get(groupOf(row)).add(row);
        }
        for (int group = 0; group < GROUPS; group++) {
            matching[group] = ints(groups.get(group));
            tagged[group] =
                    ints(groups.get(group).stream().filter(Stock::isTagged).toList());
        }
        all = ints(List.copyOf(this.rows.values()));
    }

    static boolean isTagged(int row) {
        return row % 2 == 1;
    }

    static int groupOf(int row) {
        return row / 2 % GROUPS;
    }

    String group(int group) {
        return "g" + group;
    }

    String name(int row) {
        return names[row];
    }

    List<String> names(int... rows) {
        return IntStream.of(rows).mapToObj(this::name).toList();
    }

    int row(String name) {
        return rows.get(name);
    }

    int anyRow(SplittableRandom random) {
        return random.nextInt(random.nextInt(100) < HOT_PERCENT ? HOT : names.length);
    }

    int[] matching(int group) {
        return matching[group];
    }

    int[] tagged(int group) {
        return tagged[group];
    }

    /** The row, and those with the tag of its group. */
    int[] andTagged(int row) {
        return IntStream.concat(IntStream.of(row), IntStream.of(tagged(groupOf(row))))
                .distinct()
                .toArray();
    }

    /** Rows of the same kind that one call can read with it: it comes first, and none is there twice. */
    int[] together(int row) {
        return isTagged(row)
                ? IntStream.concat(IntStream.of(row), IntStream.of(tagged(groupOf(row))))
                        .distinct()
                        .toArray()
                : IntStream.of(row, (row + 2) % names.length, (row + 4) % names.length, (row + 6) % names.length)
                        .distinct()
                        .toArray();
    }

    int[] all() {
        return all;
    }

    private static int[] ints(List<Integer> numbers) {
        return numbers.stream().mapToInt(Integer::intValue).toArray();
    }
}
