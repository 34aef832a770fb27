package dev.larder.agent.core.store;

import java.util.concurrent.ThreadLocalRandom;

/** Lets entries that were stored together end apart. */
public final class Jitter {

    private static final double MOST = 0.1;

    private Jitter() {}

    /** {@code ttlMillis} without up to a tenth of it, at random; never more than it was. */
    public static long shorten(long ttlMillis) {
        long most = (long) (ttlMillis * MOST);
        return ttlMillis - ThreadLocalRandom.current().nextLong(most + 1);
    }
}
