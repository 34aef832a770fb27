package dev.larder.agent.core.engine;

import dev.larder.agent.core.base.Ticker;
import dev.larder.agent.core.store.EntryOwner;
import dev.larder.agent.core.store.LocalEntries;
import dev.larder.agent.core.store.StoredEntry;
import java.lang.ref.WeakReference;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Leads from an argument directly to the entry that a call site got for it, without the text of the key and the lookup
 * in the store: these take longer than all the rest of a hit.
 *
 * <p><b>Shape.</b> A table of fixed size for all call sites, with one shortcut in each place; the next one for a place
 * replaces it. Rare calls have no shortcut, and make their key.
 *
 * <p><b>Why a shortcut is never stale.</b> It refers to the same object as the store, and that object knows when it
 * has ended: at its deadline, or before the store removes it for any other reason ({@link StoredEntry.Held}). It is
 * valid only for the store it was found in: a store that replaced Redis gets no evictions when Redis is back.
 *
 * <p><b>Why</b> it holds the entry weakly: it must not keep an entry alive that the store has removed.
 *
 * <p><b>Threads.</b> Thread-safe, lock-free. A shortcut is immutable, and published with release and acquire.
 */
final class Shortcuts {

    /** A power of two. With short keys some 500 KB when full, with the longest 2 MB. */
    private static final int PLACES = 4_096;

    /** A century, in nanoseconds from now. */
    static final long NO_LIMIT = 3_155_760_000_000_000_000L;

    private static final int SHIFT = Long.numberOfLeadingZeros(PLACES) + 1;

    /** 2^64 divided by the golden ratio: of {@link #PLACES} numbers in a row hardly two come to lie in one place. */
    private static final long SPREAD = 0x9E37_79B9_7F4A_7C15L;

    /** A shortcut keeps its argument alive; and with a long text, making the key is not the largest cost. */
    private static final int MAX_TEXT = 128;

    /** A power of two; see RATIONALE. */
    private static final int FINDS_FOR_A_SHORTCUT = 16;

    private final AtomicReferenceArray<@Nullable Shortcut> places = new AtomicReferenceArray<>(PLACES);

    /**
     * Which argument the shortcut in each place is for, or was a moment ago. This excludes most wrong shortcuts before
     * their objects are read.
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
     * The entry for an argument, if {@code entries} would return it now; null means that it is unknown here.
     *
     * @param number the argument if it is a number, else its hash
     * @param argument null if it is a number, or null
     * @param owner whose entry it is; the site's
     */
    StoredEntry.@Nullable Held find(
            long site, long number, @Nullable Object argument, LocalEntries entries, @Nullable EntryOwner owner) {
        long spread = spread(site, number);
        int place = place(spread);
        if (marks[place] != (int) spread) {
            return null;
        }
        Shortcut shortcut = places.getAcquire(place);
        if (shortcut == null || !shortcut.leads(site, number, argument) || shortcut.home != entries.home()) {
            return null;
        }
        StoredEntry.Held entry = shortcut.get();
        if (entry == null) {
            places.compareAndSet(place, shortcut, null);
            return null;
        }
        long nowNanos = ticker.nanoTime();
        if (entry.hasEnded(nowNanos) || nowNanos - shortcut.untilNanos >= 0) {
            places.compareAndSet(place, shortcut, null);
            return null;
        }
        entries.recordFind(owner, shortcut.key, nowNanos);
        return entry;
    }

    /**
     * Makes a shortcut to the entry that {@code entries} had for an argument; but only one for {@link
     * #FINDS_FOR_A_SHORTCUT} calls, so that too many arguments for the table cost little more than without it.
     *
     * @param nanos for how long it may be used; {@link #NO_LIMIT} for as long as the entry has not ended
     */
    void offer(
            long site,
            long number,
            @Nullable Object argument,
            LocalEntries entries,
            String key,
            StoredEntry.Held entry,
            long nanos) {
        boolean isShort = !(argument instanceof String text) || text.length() <= MAX_TEXT;
        if (isShort && (ThreadLocalRandom.current().nextInt() & (FINDS_FOR_A_SHORTCUT - 1)) == 0) {
            long spread = spread(site, number);
            int place = place(spread);
            marks[place] = (int) spread;
            places.setRelease(
                    place, new Shortcut(site, number, argument, entries.home(), key, entry, ticker.nanoTime() + nanos));
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
        private final long untilNanos;

        Shortcut(
                long site,
                long number,
                @Nullable Object argument,
                Object home,
                String key,
                StoredEntry.Held entry,
                long untilNanos) {
            super(entry);
            this.untilNanos = untilNanos;
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
