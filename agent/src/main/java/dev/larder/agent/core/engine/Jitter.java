package dev.larder.agent.core.engine;

import java.util.concurrent.ThreadLocalRandom;

/** Cuts something off a time to live, at random, so that entries stored together end apart. */
public final class Jitter {

    private static final double MOST = 0.05;

    private Jitter() {}

    /** Up to 5 % shorter, never longer. */
    public static long shorten(long ttlMillis) {
        long most = (long) (ttlMillis * MOST);
        return ttlMillis - ThreadLocalRandom.current().nextLong(most + 1);
    }
}
