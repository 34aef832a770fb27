package dev.larder.agent.core.warm;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** What woven classes of {@link WarmerTest} say to the test: they are in a loader of their own, and this class is not. */
public final class Told {

    private static final List<String> ALL = new CopyOnWriteArrayList<>();

    private Told() {}

    public static void that(String something) {
        ALL.add(something);
    }

    static List<String> all() {
        return ALL;
    }

    static void clear() {
        ALL.clear();
    }
}
