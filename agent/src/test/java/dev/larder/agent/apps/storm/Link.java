package dev.larder.agent.apps.storm;

import dev.larder.agent.apps.Awaiting;
import dev.larder.agent.apps.CacheBean;
import javax.management.JMException;

/**
 * What the agent says about its way to Redis, and what that means for the truth.
 *
 * <p>An eviction that a worker makes while it is cut off goes to its journal, and the worker does not come into mode
 * {@code REDIS} before Redis has confirmed the whole journal. So what had returned before a look that finds mode
 * {@code REDIS} and an empty journal is known to Redis.
 *
 * <p>After a cut the worker is back when it has been seen so for a second, and Redis has answered it, by the connection that is then in
 * force, without a change of mode between. Before that, calls that were late because of the cut may make it leave Redis once more.
 *
 * <p><b>Threads.</b> Confined to the main thread.
 */
final class Link {

    private static final String MEMORY_ONLY = "";
    private static final long SETTLED_NANOS = 1_000_000_000;

    private final SharedTruth truth;
    private final int worker;
    private final CacheBean bean;
    private final long[] untold;
    private String since = "";

    /** The mode in which it has worked with Redis since a cut, and from when on. */
    private String worksIn = "";

    private long worksSinceNanos;

    Link(SharedTruth truth, int worker, CacheBean bean) {
        this.truth = truth;
        this.worker = worker;
        this.bean = bean;
        this.untold = new long[truth.slots()];
    }

    /** Returns when the agent is in the mode it was started for. */
    void awaitStart() throws Exception {
        Awaiting.until(() -> bean.read("Mode").equals(bean.read("RedisUrl").equals(MEMORY_ONLY) ? "MEMORY" : "REDIS"));
        since = bean.read("ModeSince");
    }

    void look() throws JMException {
        noteChange();
        boolean isHealed = truth.isHealed(worker);
        if (truth.isCutOff(worker) && !isHealed) {
            return;
        }
        for (int slot = 0; slot < untold.length; slot++) {
            untold[slot] = truth.untold(worker, slot);
        }
        if (isHealed ? !bean.worksWithRedis() : !bean.isInRedis()) {
            return;
        }
        for (int slot = 0; slot < untold.length; slot++) {
            truth.told(slot, untold[slot]);
        }
        if (isHealed && hasSettled()) {
            truth.back(worker);
        }
    }

    private boolean hasSettled() {
        long nowNanos = System.nanoTime();
        if (!worksIn.equals(since)) {
            worksIn = since;
            worksSinceNanos = nowNanos;
        }
        return nowNanos - worksSinceNanos >= SETTLED_NANOS;
    }

    private void noteChange() throws JMException {
        String now = bean.read("ModeSince");
        if (!now.equals(since)) {
            since = now;
            truth.count(worker, Count.MODE_CHANGES, 1);
        }
    }
}
