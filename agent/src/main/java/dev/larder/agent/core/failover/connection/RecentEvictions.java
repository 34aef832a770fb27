package dev.larder.agent.core.failover.connection;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.larder.agent.core.store.Eviction;
import dev.larder.agent.core.store.EvictionSet;
import dev.larder.agent.core.store.remote.Lineage;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Evictions that Redis has confirmed, and may lose: a replica that takes over has not received them, or Redis starts
 * again from an older dump.
 *
 * <p><b>Shape.</b> Stretches, newest first. Each begins with a look at the {@link Lineage} of the data and holds what
 * was confirmed since. If data go back to one of these looks, they have everything from before it, and what was
 * confirmed since then is sent again. Otherwise they are of unknown age, and everything is evicted. Bounded in time by
 * the number of stretches and in number by the sets, which overflow into the eviction of everything.
 *
 * <ol>
 *   <li>Confirmed, then a look: Redis had carried the eviction out before the look, so all data that go back to this
 *       look have it, too.
 *   <li>Confirmed while the look is under way: it belongs to the stretch before and to the one after, since it is
 *       unknown which was first.
 *   <li>Confirmed by a connection that has ended before it was recorded here: the evicting thread sees that the phase
 *       has changed, and sends the eviction again. See {@code EvictionPath}.
 * </ol>
 *
 * <p><b>Threads.</b> Thread-safe. Looks are taken by one thread.
 */
public final class RecentEvictions {

    /** One look a second makes ten seconds. Replicas that lag by more are of unknown age. */
    static final int STRETCHES = 10;

    private static final int MAX_NAMES = 2_000;
    private static final int MAX_PATTERNS = 20;

    @GuardedBy("this")
    private final Deque<Stretch> stretches = new ArrayDeque<>();

    /** What was confirmed since the look that is under way. */
    @GuardedBy("this")
    private @Nullable EvictionSet sinceAsked;

    private record Stretch(Lineage start, EvictionSet confirmed) {}

    private static EvictionSet newSet() {
        return newSetOf(1);
    }

    private static EvictionSet newSetOf(int stretches) {
        return new EvictionSet(stretches * MAX_NAMES, stretches * MAX_PATTERNS);
    }

    public synchronized void confirmed(Eviction eviction) {
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
        sinceAsked = newSet();
    }

    /** Records the answer. Returns false, and records nothing, if the data are not those that were there before. */
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

    /** Records the answer of a new connection. Returns the evictions that its data may lack. */
    synchronized Eviction startOver(Lineage seen) {
        Eviction forgotten = forgottenBy(seen);
        stretches.clear();
        begin(seen);
        return forgotten;
    }

    @GuardedBy("this")
    private void begin(Lineage seen) {
        EvictionSet since = sinceAsked;
        stretches.addFirst(new Stretch(seen, since == null ? newSet() : since));
        sinceAsked = null;
    }

    @GuardedBy("this")
    private Eviction forgottenBy(Lineage seen) {
        Stretch newest = stretches.peekFirst();
        if (newest == null || seen.isStill(newest.start())) {
            return Eviction.NOTHING;
        }
        EvictionSet forgotten = newSetOf(stretches.size());
        for (Stretch stretch : stretches) {
            forgotten.add(stretch.confirmed().all());
            if (seen.continues(stretch.start())) {
                return forgotten.all();
            }
        }
        return Eviction.ofPattern(Eviction.EVERYTHING);
    }
}
