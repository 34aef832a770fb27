package dev.larder.agent.core.engine;

import dev.larder.agent.core.base.Ticker;
import dev.larder.agent.core.store.CacheStore;
import dev.larder.agent.core.store.StoredEntry;
import java.lang.ref.WeakReference;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * The way from an argument straight to the entry that a call site got for it, past the text of the key and the look into
 * the store: these take longer than all the rest of a hit.
 *
 * <p><b>Shape.</b> A table of fixed size for all call sites, one shortcut in a place; the next one for that place takes it.
 * What is called rarely has no shortcut, and goes the whole way.
 *
 * <p><b>Why a shortcut is never stale.</b> It holds the very object that the store holds, and that object says when it has
 * ended: at its deadline, or before the store gives it up for any other reason ({@link StoredEntry.Held}). It leads into
 * the store it was found in and no other: a store that stood in for Redis hears of no eviction when Redis is back.
 *
 * <p><b>Why</b> it holds the entry weakly: what the store has given up is nobody's to keep.
 *
 * <p><b>Threads.</b> Thread-safe, lock-free. A shortcut is immutable, and published with release and acquire.
 */
final class Shortcuts {

    /** A power of two. With short keys some 500 KB when full, with the longest 2 MB. */
    private static final int PLACES = 4_096;

    private static final int SHIFT = Long.numberOfLeadingZeros(PLACES) + 1;

    /** 2^64 divided by the golden ratio: of {@link #PLACES} numbers in a row hardly two come to lie in one place. */
    private static final long SPREAD = 0x9E37_79B9_7F4A_7C15L;

    /** A shortcut holds on to its argument; to make a key of a long one is not what takes the time then, either. */
    private static final int MAX_TEXT = 128;

    /** A power of two; see RATIONALE. */
    private static final int FINDS_FOR_A_SHORTCUT = 16;

    private final AtomicReferenceArray<@Nullable Shortcut> places = new AtomicReferenceArray<>(PLACES);

    /**
     * What the shortcuts in the places are for, or were a moment ago: a look here tells of most that they are not the one,
     * before it takes a look at something that lies elsewhere.
     */
    private final int[] marks = new int[PLACES];

    private final AtomicLong sites = new AtomicLong();
    private final Ticker ticker;

    Shortcuts(Ticker ticker) {
        this.ticker = ticker;
    }

    /** A number for a call site, which no other one has. */
    long newSite() {
        return sites.incrementAndGet();
    }

    /**
     * The entry for an argument, if {@code store} would give it now; null says nothing.
     *
     * @param number the argument if it is a number, else its hash
     * @param argument null if it is a number, or null
     */
    StoredEntry.@Nullable Held find(long site, long number, @Nullable Object argument, CacheStore store) {
        long spread = spread(site, number);
        int place = place(spread);
        if (marks[place] != (int) spread) {
            return null;
        }
        Shortcut shortcut = places.getAcquire(place);
        if (shortcut == null || !shortcut.leads(site, number, argument) || shortcut.home != store.home()) {
            return null;
        }
        StoredEntry.Held entry = shortcut.get();
        if (entry == null) {
            places.compareAndSet(place, shortcut, null);
            return null;
        }
        long nowNanos = ticker.nanoTime();
        if (entry.hasEnded(nowNanos)) {
            places.compareAndSet(place, shortcut, null);
            return null;
        }
        store.recordFind(shortcut.key, nowNanos);
        return entry;
    }

    /**
     * Takes note of where {@code store} had the entry for an argument; though of one in {@link #FINDS_FOR_A_SHORTCUT} only, so
     * that arguments that are too many for the table cost little more than without it.
     */
    void offer(
            long site, long number, @Nullable Object argument, CacheStore store, String key, StoredEntry.Held entry) {
        boolean isShort = !(argument instanceof String text) || text.length() <= MAX_TEXT;
        if (isShort && (ThreadLocalRandom.current().nextInt() & (FINDS_FOR_A_SHORTCUT - 1)) == 0) {
            long spread = spread(site, number);
            int place = place(spread);
            marks[place] = (int) spread;
            places.setRelease(place, new Shortcut(site, number, argument, store.home(), key, entry));
        }
    }

    private static long spread(long site, long number) {
        return (Long.reverse(site) + number) * SPREAD;
    }

    private static int place(long spread) {
        return (int) (spread >>> SHIFT);
    }

    /** From an argument to an entry. */
    private static final class Shortcut extends WeakReference<StoredEntry.Held> {

        private final long site;
        private final long number;
        private final @Nullable Object argument;
        private final Object home;
        private final String key;

        Shortcut(long site, long number, @Nullable Object argument, Object home, String key, StoredEntry.Held entry) {
            super(entry);
            this.site = site;
            this.number = number;
            this.argument = argument;
            this.home = home;
            this.key = key;
        }

        boolean leads(long site, long number, @Nullable Object argument) {
            return this.number == number
                    && this.site == site
                    && (this.argument == argument || (argument != null && argument.equals(this.argument)));
        }
    }
}
