package dev.larder.agent.oracle;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which workers the schedule keeps from Redis, and how much may be read meanwhile.
 *
 * <p>A worker that is cut off answers from memory, and little of it is promised to anybody. Were everything to go on as
 * before, a second of that would make more reads exempt than the rest of the schedule has. So a read that
 * may be exempt is sent only while at most one in fifty may have been so; else it waits for the cut to end. Most of
 * those that may be turn out to be bound, by what their own process has evicted for instance.
 *
 * <p><b>Threads.</b> Guarded by the lock of the {@link Traffic}.
 */
final class Cuts {

    private static final int MOST_EXEMPT_ONE_IN = 50;

    /** By worker, the place where its cut began. */
    private final Map<Integer, Long> inForce = new HashMap<>();

    private final List<Cut> over = new ArrayList<>();

    /** Workers that do not hear of what others have evicted since their cut began. */
    private final Set<Integer> uninformed = new HashSet<>();

    /** Whether a worker has evicted what nobody else has heard of. */
    private boolean hasUntold;

    private long reads;
    private long readsThatMayBeExempt;

    /** @param changing workers that have a change under way */
    void begin(int worker, long place, Collection<Integer> changing) {
        inForce.putIfAbsent(worker, place);
        changing.forEach(this::changes);
    }

    void end(int worker, long place) {
        Long begun = inForce.remove(worker);
        if (begun != null) {
            over.add(new Cut(worker, begun, place));
            uninformed.remove(worker);
            hasUntold &= !inForce.isEmpty();
        }
    }

    boolean areOver() {
        return inForce.isEmpty();
    }

    boolean maySend(int worker, Order order) {
        return !order.isRead() || !mayBeExempt(worker) || readsThatMayBeExempt * MOST_EXEMPT_ONE_IN < reads;
    }

    void sent(int worker, Order order) {
        if (order.isRead()) {
            reads++;
            readsThatMayBeExempt += mayBeExempt(worker) ? 1 : 0;
        } else {
            changes(worker);
        }
    }

    private boolean mayBeExempt(int worker) {
        return hasUntold || uninformed.contains(worker);
    }

    private void changes(int worker) {
        hasUntold |= inForce.containsKey(worker);
        for (int cutOff : inForce.keySet()) {
            if (cutOff != worker) {
                uninformed.add(cutOff);
            }
        }
    }

    /** Those that are over and have not been taken before. */
    List<Cut> take() {
        List<Cut> taken = List.copyOf(over);
        over.clear();
        return taken;
    }
}
