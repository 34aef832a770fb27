package dev.larder.agent.core.failover;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.larder.agent.core.store.Eviction;
import dev.larder.agent.core.store.Lineage;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Evictions that Redis has confirmed, and may forget: a replica that takes over had not heard of them, or Redis starts
 * again from what it had saved before.
 *
 * <p><b>Shape.</b> Stretches, newest first, each of which begins with a look at the {@link Lineage} of the data and holds
 * what was confirmed since. Data that go back to one of these looks have everything from before it, and what was confirmed
 * since then is to be sent again. Data that do not are of unknown age: everything has to go. Bounded in time by the
 * number of stretches and in number by the journals, which overflow into everything.
 *
 * <ol>
 *   <li>Confirmed, then a look: Redis had carried the eviction out when it looked, so whatever goes back to this look has
 *       it too.
 *   <li>Confirmed while the look is under way: whichever was first, it counts for the stretch before and the one after.
 *   <li>Confirmed by a connection that is gone by the time this hears of it: whoever noted it sees that the phase has
 *       changed, and sends it again. See {@link EvictionPath}.
 * </ol>
 *
 * <p><b>Threads.</b> Thread-safe. Looks are taken by one thread.
 */
final class RecentEvictions {

    /** One look a second makes ten seconds. Replicas that lag by more are of unknown age. */
    static final int STRETCHES = 10;

    private static final int MAX_NAMES = 2_000;
    private static final int MAX_PATTERNS = 20;

    @GuardedBy("this")
    private final Deque<Stretch> stretches = new ArrayDeque<>();

    /** What was confirmed since the look that is under way. */
    @GuardedBy("this")
    private @Nullable EvictionJournal sinceAsked;

    private record Stretch(Lineage start, EvictionJournal confirmed) {}

    private static EvictionJournal journal() {
        return journalOf(1);
    }

    private static EvictionJournal journalOf(int stretches) {
        return new EvictionJournal(stretches * MAX_NAMES, stretches * MAX_PATTERNS);
    }

    synchronized void confirmed(Eviction eviction) {
        Stretch newest = stretches.peekFirst();
        if (newest != null) {
            newest.confirmed().add(eviction);
        }
        if (sinceAsked != null) {
            sinceAsked.add(eviction);
        }
    }

    /** To be called before Redis is asked for its lineage. */
    synchronized void look() {
        sinceAsked = journal();
    }

    /** Takes the answer in. Returns false if the data are others than they were, and then takes nothing in. */
    synchronized boolean goOn(Lineage seen) {
        Stretch newest = stretches.peekFirst();
        if (newest == null || !seen.goesOn(newest.start())) {
            return false;
        }
        begin(seen);
        if (stretches.size() > STRETCHES) {
            stretches.removeLast();
        }
        return true;
    }

    /** Takes the answer of a new connection in. Returns what the data behind it may lack. */
    synchronized Eviction startOver(Lineage seen) {
        Eviction forgotten = forgottenBy(seen);
        stretches.clear();
        begin(seen);
        return forgotten;
    }

    @GuardedBy("this")
    private void begin(Lineage seen) {
        EvictionJournal since = sinceAsked;
        stretches.addFirst(new Stretch(seen, since == null ? journal() : since));
        sinceAsked = null;
    }

    @GuardedBy("this")
    private Eviction forgottenBy(Lineage seen) {
        Stretch newest = stretches.peekFirst();
        if (newest == null || seen.isStill(newest.start())) {
            return Eviction.NOTHING;
        }
        EvictionJournal forgotten = journalOf(stretches.size());
        for (Stretch stretch : stretches) {
            forgotten.add(stretch.confirmed().all());
            if (seen.continues(stretch.start())) {
                return forgotten.all();
            }
        }
        return Eviction.ofPattern(Eviction.EVERYTHING);
    }
}
