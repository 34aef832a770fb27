package dev.larder.agent.core;

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

    private final AtomicInteger woven = new AtomicInteger();

    /** By signature: the same class in two loaders is refused once for the operator's purposes. */
    private final Set<String> refused = ConcurrentHashMap.newKeySet();

    void addWoven() {
        woven.incrementAndGet();
    }

    void add(RefusedMethod method) {
        refused.add(method.signature());
    }

    int wovenCount() {
        return woven.get();
    }

    int refusedCount() {
        return refused.size();
    }

    /** Such as {@code 12 methods cached, 1 refused}. */
    String summary() {
        int count = wovenCount();
        return count + (count == 1 ? " method cached, " : " methods cached, ") + refusedCount() + " refused";
    }
}
