package dev.larder.agent.core;

import dev.larder.agent.core.weave.MethodPlan;
import dev.larder.agent.core.weave.RefusedMethod;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * How many methods were woven and refused so far. It only ever grows: a class that is unloaded stays counted.
 *
 * <p><b>Threads.</b> Thread-safe; written inside class loading.
 */
final class WeavingReport {

    private final AtomicInteger cached = new AtomicInteger();
    private final AtomicInteger evicting = new AtomicInteger();
    private final AtomicInteger putting = new AtomicInteger();
    private final AtomicInteger woven = new AtomicInteger();

    /** By signature: the same class in two loaders is refused once for the operator's purposes. */
    private final Set<String> refused = ConcurrentHashMap.newKeySet();

    void add(MethodPlan plan) {
        cached.addAndGet(plan.cached() == null ? 0 : 1);
        evicting.addAndGet(plan.evictions().isEmpty() ? 0 : 1);
        putting.addAndGet(plan.puts().isEmpty() ? 0 : 1);
        woven.incrementAndGet();
    }

    void add(RefusedMethod method) {
        refused.add(method.signature());
    }

    /** Methods whose results are cached. */
    int cachedCount() {
        return cached.get();
    }

    /** Methods that are woven, whatever for. */
    int wovenCount() {
        return woven.get();
    }

    int refusedCount() {
        return refused.size();
    }

    /** Such as {@code 12 methods cached, 3 evicting, 1 refused}. */
    String summary() {
        int count = cachedCount();
        return count + (count == 1 ? " method cached, " : " methods cached, ")
                + counted(evicting, " evicting, ")
                + counted(putting, " putting, ")
                + refusedCount()
                + " refused";
    }

    private static String counted(AtomicInteger count, String what) {
        return count.get() == 0 ? "" : count.get() + what;
    }
}
