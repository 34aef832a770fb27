package dev.larder.agent.core;

import dev.larder.agent.bridge.Bootstrap;
import dev.larder.agent.core.base.AgentLog;
import dev.larder.agent.core.base.Message;
import dev.larder.agent.core.base.RateLimitedLog;
import dev.larder.agent.core.base.Ticker;
import dev.larder.agent.core.link.UnlinkableMethodException;
import dev.larder.agent.core.plan.MethodPlan;
import dev.larder.agent.core.plan.RefusedMethod;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * How many methods were woven and refused so far; also reports refusals that show only when methods are linked. The
 * counts only grow: an unloaded class stays counted.
 *
 * <p><b>Threads.</b> Thread-safe; written inside class loading.
 */
final class WeavingReport {

    private final AtomicInteger cached = new AtomicInteger();
    private final AtomicInteger evicting = new AtomicInteger();
    private final AtomicInteger putting = new AtomicInteger();
    private final AtomicInteger woven = new AtomicInteger();

    private final UnmetEvictions unmet = new UnmetEvictions();
    private final UnmetOverrides overrides = new UnmetOverrides();

    /** By signature: the same class in two loaders counts once. */
    private final Set<String> refused = ConcurrentHashMap.newKeySet();

    /** The number of methods that could not be linked and whose signature is unknown. */
    private final AtomicInteger unlinkable = new AtomicInteger();

    private final RateLimitedLog unlinkedCalls = new RateLimitedLog(Ticker.system(), Duration.ofMinutes(1));

    void add(MethodPlan plan) {
        unmet.add(plan);
        overrides.add(plan);
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

    /** For a part of a method that cannot be linked, which shows when it is first called. */
    void say(RefusedMethod method) {
        AgentLog.say(method.line());
        add(method);
    }

    /**
     * For a method whose call site could not be linked: its body is called directly, for good or until a later call
     * links.
     *
     * @param name with its class, without parameters
     */
    void addUnlinkable(String name, Throwable fault) {
        if (fault instanceof UnlinkableMethodException unlinkable) {
            say(unlinkable.refused());
        } else if (Bootstrap.isTransient(fault)) {
            unlinkedCalls.say(Message.CALL_NOT_LINKED.of(name, fault));
        } else {
            unlinkable.incrementAndGet();
            AgentLog.say(Message.METHOD_NOT_LINKED.of(name), fault);
        }
    }

    UnmetEvictions unmet() {
        return unmet;
    }

    UnmetOverrides overrides() {
        return overrides;
    }

    /** Methods whose results are cached. */
    int cachedCount() {
        return cached.get();
    }

    /** Methods that are woven, for any reason. */
    int wovenCount() {
        return woven.get();
    }

    /**
     * Methods of which an annotation has no effect, or only in part; those that are woven for the rest count as
     * woven, too.
     */
    int refusedCount() {
        return refused.size() + unlinkable.get();
    }

    /** Whether there is a method with annotations at all; code that only uses the programmatic API has none. */
    boolean isWorthTelling() {
        return wovenCount() + refusedCount() > 0;
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
