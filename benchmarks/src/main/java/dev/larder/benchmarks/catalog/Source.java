package dev.larder.benchmarks.catalog;

import java.util.ArrayList;
import java.util.List;

/**
 * Where values come from on a miss: made on the spot, so that what is measured is the cache.
 *
 * <p>It counts how often it was asked, which shows whether a measurement of hits measured hits. The count is not
 * atomic: with several threads it may be too low, but not zero.
 */
public final class Source {

    private static final int ITEMS = 100;
    private static final int PAGE_CHARS = 50 * 1024;

    private static long asked;

    private Source() {}

    public static long asked() {
        return asked;
    }

    public static User user(long id) {
        asked++;
        return new User(id, "Ada Lovelace", "ada@example.org", "London", 36, true);
    }

    static User user(String name) {
        asked++;
        return new User(name.length(), name, "ada@example.org", "London", 36, true);
    }

    /** A list that its caller may change, of elements that its caller may change. */
    static List<Item> items(long id) {
        asked++;
        List<Item> items = new ArrayList<>(ITEMS);
        for (int i = 0; i < ITEMS; i++) {
            items.add(new Item(id + i, "Item number " + i, i, i * 1.25));
        }
        return items;
    }

    /** 50 KB. */
    static String page(long id) {
        asked++;
        return (id + " lorem ipsum dolor sit amet ").repeat(PAGE_CHARS / 20).substring(0, PAGE_CHARS);
    }
}
