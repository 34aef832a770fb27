package dev.larder.agent.core.engine.batch;

import dev.larder.agent.core.engine.CacheEngine;
import dev.larder.agent.core.engine.CachedMethod;
import dev.larder.agent.core.engine.batch.BatchItem.State;
import dev.larder.agent.core.engine.flight.LoadingThread;
import dev.larder.agent.core.engine.flight.LoadingThread.Nesting;
import dev.larder.agent.core.store.CacheStore;
import dev.larder.agent.core.wait.Budget;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One call of a batch method.
 *
 * <ol>
 *   <li>The keys of all ids are made. Ids that occur twice count once.
 *   <li>Their entries are looked up, in one round trip. If all are there, a new result is made of them.
 *   <li>{@link BatchLoads} loads the others: one round trip for the leases, one run of the body, one round trip to store.
 *   <li>If the body has run for all ids, the caller gets what it has returned; else a new result of what was found and loaded.
 * </ol>
 *
 * <p>Each id counts as one hit, miss or error. A call that bypasses the cache as a whole counts as one bypass.
 *
 * <p><b>Threads.</b> Confined to the call's thread.
 *
 * <p><b>Failure.</b> Throws only the body's own exceptions. The body runs once for each id; except that if it was called with
 * the missing ids and its result cannot be taken apart, it is called again with all of them, since there is no other way to have
 * a result.
 */
public final class BatchCall {

    private final CachedMethod method;
    private final BatchIds ids;
    private final LoadingThread thread;
    private final @Nullable Nesting outer;
    private final BatchLoads loads;

    private BatchCall(CachedMethod method, BatchIds ids, LoadingThread thread, BatchLoads loads) {
        this.method = method;
        this.ids = ids;
        this.thread = thread;
        this.outer = thread.innermost;
        this.loads = loads;
    }

    /** The result of a call for which the cache {@linkplain CachedMethod#isOn is on}. */
    public static @Nullable Object run(CachedMethod method, BatchResults results, BatchBody body) throws Throwable {
        BatchCall call;
        try {
            CachedMethod own = method.ofItsTier();
            BatchIds ids = new BatchIds(own, results, body);
            call = begin(own, ids);
            if (call != null && call.loads.areDone()) {
                return ids.made();
            }
        } catch (Throwable fault) {
            method.fault(fault);
            call = null;
        }
        return call == null ? body.run() : call.load();
    }

    /** Null where the body runs outside of the cache; then the call is counted. */
    private static @Nullable BatchCall begin(CachedMethod method, BatchIds ids) throws Throwable {
        LoadingThread thread = LoadingThread.current();
        if (thread.isShortOfStack()) {
            method.uncached();
            return null;
        }
        if (!ids.find() || !ids.name()) {
            return null;
        }
        CacheEngine engine = method.engine();
        Budget budget = engine.newBudget();
        CacheStore store = ids.areFound() ? engine.store() : engine.awaitStore(budget);
        if (store == null) {
            method.uncached();
            return null;
        }
        BatchLoads loads = new BatchLoads(method, store, budget, thread, thread.innermost, thread);
        ids.lookUp(store, budget, loads);
        return new BatchCall(method, ids, thread, loads);
    }

    private @Nullable Object load() throws Throwable {
        Whole whole = loadAll();
        if (whole != null) {
            return whole.result();
        }
        Object made;
        try {
            made = ids.made();
        } catch (Throwable fault) { // such as no memory; the ids are counted already
            method.engine().report(method.signature(), fault);
            made = null;
        }
        return made == null ? ids.runAsCalled() : made;
    }

    /** A result that the caller gets as it is. */
    private record Whole(@Nullable Object result) {}

    /** Until all are there; or what ends the call before. */
    private @Nullable Whole loadAll() throws Throwable {
        thread.innermost = loads.nesting();
        try {
            loads.sweep();
            while (!loads.areDone()) {
                List<BatchItem> now = loads.claim();
                Whole whole = now.isEmpty() ? null : load(now);
                if (whole != null) {
                    return whole;
                }
                await();
            }
            return null;
        } finally {
            thread.innermost = outer; // a field, as for a single load
            loads.leave();
        }
    }

    /** Runs the body for these. Returns what the caller gets at once; null if more is to come. */
    private @Nullable Whole load(List<BatchItem> now) throws Throwable {
        loads.begin(now);
        Object result;
        try {
            result = ids.runFor(now);
        } catch (Throwable theirs) {
            loads.threw(now);
            throw theirs;
        }
        if (!ids.distribute(now, result)) {
            loads.refuse(now);
            return new Whole(ids.areAll(now) ? result : ids.runAsCalled());
        }
        loads.judge(now);
        loads.keep(now);
        return ids.areAll(now) ? new Whole(result) : null;
    }

    /** For all that others load. Afterwards nothing but what is open or done is left. */
    private void await() {
        boolean isInterrupted = false;
        for (BatchItem item : loads.in(State.IN_FLIGHT)) {
            try {
                if (isInterrupted) {
                    item.loadAlone();
                } else {
                    loads.share(item, item.load().boarding.await(Objects.requireNonNull(item.other)));
                }
            } catch (InterruptedException e) {
                isInterrupted = true;
                item.loadAlone();
            } catch (Throwable fault) {
                loads.failWait(item, fault);
            }
        }
        List<BatchItem> held = loads.in(State.HELD);
        boolean isPatient = !held.isEmpty() && !isInterrupted;
        if (isPatient) {
            try {
                isPatient = held.get(0).load().boarding.waitForOtherProcesses();
            } catch (InterruptedException e) {
                isInterrupted = true;
                isPatient = false;
            }
        }
        loads.reopen(held, isPatient);
        if (isInterrupted) {
            Thread.currentThread().interrupt(); // it stops waiting for others
        }
    }
}
