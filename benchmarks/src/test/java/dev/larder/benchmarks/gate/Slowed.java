package dev.larder.benchmarks.gate;

import dev.larder.benchmarks.catalog.Catalog;
import dev.larder.benchmarks.catalog.User;

/** Several times the work and a needless object for each call: what the gate must not let pass. */
final class Slowed extends Catalog {

    private static final int TIMES = 4;

    private final Catalog catalog;
    private Object needless = "";

    Slowed(Catalog catalog) {
        this.catalog = catalog;
    }

    @Override
    public User byId(long id) {
        needless = new byte[64];
        User user = catalog.byId(id);
        for (int again = 1; again < TIMES; again++) {
            user = catalog.byId(id);
        }
        return user;
    }

    @Override
    public String toString() {
        return "with " + needless;
    }
}
