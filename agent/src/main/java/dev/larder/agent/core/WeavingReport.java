package dev.larder.agent.core;

import dev.larder.agent.core.base.AgentLog;
import dev.larder.agent.core.link.UnlinkableMethodException;
import dev.larder.agent.core.weave.MethodPlan;
import dev.larder.agent.core.weave.RefusedMethod;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * How many methods were woven and refused so far, and the word to the operator on those that show when they are linked. It
 * only ever grows: a class that is unloaded stays counted.
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

    /** Those whose linkage failed in a way that does not tell which method it was. */
    private final AtomicInteger unlinkable = new AtomicInteger();

    void add(MethodPlan plan) {
        cached.addAndGet(plan.cached() == null ? 0 : 1);
        evicting.addAndGet(plan.evictions().isEmpty() ? 0 : 1);
        putting.addAndGet(plan.puts().isEmpty() ? 0 : 1);
        woven.incrementAndGet();
    }

    void add(RefusedMethod method) {
        if (method.loss() != RefusedMethod.Loss.NONE) {
            refused.add(method.signature());
        }
    }

    /** Of a part of a method that does not link, which shows when it is first called. */
    void say(RefusedMethod method) {
        AgentLog.warn(method.message());
        add(method);
    }

    /** Of a method whose call site could not be linked: its body is called without anything around it, for good. */
    void addUnlinkable(Throwable fault) {
        if (fault instanceof UnlinkableMethodException unlinkable) {
            say(unlinkable.refused());
            return;
        }
        unlinkable.incrementAndGet();
        AgentLog.log(
                AgentLog.Level.WARN,
                "A method with annotations of Larder's could not be linked. It runs as it is for as long as its class is"
                        + " loaded: uncached, and the entries it should evict or replace stay until their ttl. Restart"
                        + " when the cause is mended, or report it",
                fault);
    }

    /** Methods whose results are cached. */
    int cachedCount() {
        return cached.get();
    }

    /** Methods that are woven, whatever for. */
    int wovenCount() {
        return woven.get();
    }

    /** Methods of whose annotations something has no effect; those that are woven for the rest are counted there as well. */
    int refusedCount() {
        return refused.size() + unlinkable.get();
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
