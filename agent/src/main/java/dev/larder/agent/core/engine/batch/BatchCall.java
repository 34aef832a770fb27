package dev.larder.agent.core.engine.batch;

import dev.larder.agent.core.engine.CacheEngine;
import dev.larder.agent.core.engine.CachedMethod;
import dev.larder.agent.core.engine.LoadingThread;
import dev.larder.agent.core.engine.Miss;
import dev.larder.agent.core.store.CacheStore;
import dev.larder.agent.core.store.EntryId;
import dev.larder.agent.core.store.Lookup;
import dev.larder.agent.core.store.StoreException;
import dev.larder.agent.core.wait.Budget;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
    private final CacheEngine engine;
    private final BatchResults results;
    private final BatchBody body;

    /** Of all ids, in the order of the call, with duplicates. */
    private final List<BatchItem> given = new ArrayList<>();

    private final Map<String, BatchItem> byKey = new LinkedHashMap<>();

    private BatchCall(CachedMethod method, BatchResults results, BatchBody body) {
        this.method = method;
        this.engine = method.engine();
        this.results = results;
        this.body = body;
    }

    /** The result of a call for which the cache {@linkplain CachedMethod#isOn is on}. */
    public static @Nullable Object run(CachedMethod method, BatchResults results, BatchBody body) throws Throwable {
        BatchCall call = new BatchCall(method, results, body);
        BatchLoads loads;
        try {
            loads = call.begin();
            if (loads != null && loads.areDone()) {
                return call.made();
            }
        } catch (Throwable fault) {
            method.fault(fault);
            loads = null;
        }
        return loads == null ? body.run() : call.load(loads);
    }

    /** Null where the body runs outside of the cache; then the call is counted. */
    private @Nullable BatchLoads begin() throws Throwable {
        LoadingThread thread = LoadingThread.current();
        if (thread.isShortOfStack() || !readIds()) {
            method.uncached();
            return null;
        }
        List<BatchItem> missing = new ArrayList<>();
        for (BatchItem item : byKey.values()) {
            Object found = method.find(item.key());
            if (!(found instanceof Miss miss)) {
                item.found(found);
            } else if (miss.key() == null) {
                return null; // its transaction has written
            } else {
                item.miss = miss;
                missing.add(item);
            }
        }
        return lookUp(missing, thread);
    }

    /** Whether there are any, and each key stands for one of them. */
    private boolean readIds() throws Throwable {
        List<@Nullable Object> ids = body.ids();
        if (ids == null || ids.isEmpty()) {
            return false;
        }
        for (Object id : ids) {
            String key = body.keyOf(id);
            BatchItem item = byKey.get(key);
            if (item == null) {
                item = new BatchItem(body, id, key);
                byKey.put(key, item);
            } else if (!Objects.equals(item.id(), id)) {
                return false; // two ids that share an entry: the body may tell them apart
            }
            given.add(item);
        }
        return new HashSet<>(ids).size() == byKey.size(); // else the body may take two of them for one
    }

    private @Nullable BatchLoads lookUp(List<BatchItem> missing, LoadingThread thread) {
        for (BatchItem item : missing) {
            item.entry = method.id(item.key(), item);
            if (item.entry == null) {
                return null; // a tag has no text
            }
        }
        Budget budget = engine.newBudget();
        CacheStore store = missing.isEmpty() ? engine.store() : engine.awaitStore(budget);
        if (store == null) {
            method.uncached();
            return null;
        }
        BatchLoads loads = new BatchLoads(method, store, budget, thread, this::accept);
        try {
            findIn(store, missing, budget);
        } catch (StoreException unanswered) {
            loads.doWithoutStore(unanswered);
        }
        for (BatchItem item : missing) {
            if (item.state != BatchItem.State.DONE) {
                loads.add(item);
            }
        }
        return loads;
    }

    private void findIn(CacheStore store, List<BatchItem> missing, Budget budget) throws StoreException {
        List<BatchItem> asked = new ArrayList<>();
        List<EntryId> entries = new ArrayList<>();
        for (BatchItem item : missing) {
            if (!Objects.requireNonNull(item.miss).isLookedUp()) {
                asked.add(item);
                entries.add(Objects.requireNonNull(item.entry));
            }
        }
        if (entries.isEmpty()) {
            return;
        }
        List<Lookup> answers;
        int turn = engine.beginBulk(entries.size() * (1 + entries.get(0).tags().size()), budget);
        try {
            answers = store.lookupAll(entries, budget);
        } finally {
            engine.endBulk(turn);
        }
        for (int i = 0; i < asked.size(); i++) {
            BatchItem item = asked.get(i);
            // An entry that this version cannot read is replaced by the load.
            Object value =
                    answers.get(i) instanceof Lookup.Fresh fresh ? method.read(fresh.entry(), item.key()) : item.miss;
            if (!Miss.isMiss(value)) {
                item.found(value);
                method.stats().recordHit();
            }
        }
    }

    private @Nullable Object load(BatchLoads loads) throws Throwable {
        Whole whole = loads.run(this::runFor);
        if (whole != null) {
            return whole.result();
        }
        Object made;
        try {
            made = made();
        } catch (Throwable fault) { // such as no memory; the ids are counted already
            engine.report(method.signature(), fault);
            made = null;
        }
        return made == null ? body.run() : made;
    }

    private Object made() {
        return results.of(given);
    }

    /** A result that the caller gets as it is. */
    record Whole(@Nullable Object result) {}

    /**
     * Never with the caller's own collection: another thread may change that, and then the body reads other ids than those that
     * the keys were made of.
     */
    private @Nullable Object runFor(List<BatchItem> items) throws Throwable {
        return body.run(idsOf(items));
    }

    private static List<@Nullable Object> idsOf(List<BatchItem> items) {
        List<@Nullable Object> ids = new ArrayList<>(items.size());
        for (BatchItem item : items) {
            ids.add(item.id());
        }
        return ids;
    }

    private boolean isForAll(List<BatchItem> items) {
        return items.size() == given.size();
    }

    /** Takes what the body has returned for these. Returns what the caller gets at once; null if more is to come. */
    private @Nullable Whole accept(List<BatchItem> items, @Nullable Object result, BatchLoads loads) throws Throwable {
        BatchResults.Misfit misfit = distribute(items, result);
        if (misfit != null) {
            method.refuse(misfit.reason(), misfit.remedy());
            items.forEach(item -> item.load().end.returnedUnfit());
            return new Whole(isForAll(items) ? result : body.run());
        }
        loads.keep(items);
        return isForAll(items) ? new Whole(result) : null;
    }

    private BatchResults.@Nullable Misfit distribute(List<BatchItem> items, @Nullable Object result) {
        try {
            if (!body.hasStill(idsOf(items))) {
                return new BatchResults.Misfit(
                        "the method has changed the ids that it got, so that it is unknown what belongs to which",
                        "Leave them as they are, and sort or filter a copy.");
            }
            BatchResults.Misfit misfit = results.distribute(result, items);
            BatchResults.Misfit doubt = misfit == null ? results.doubt(result, items) : null;
            if (doubt != null) {
                method.refuse(doubt.reason(), doubt.remedy());
            }
            return misfit;
        } catch (Throwable theirs) { // by a collection of the application
            return new BatchResults.Misfit(
                    "reading it threw " + theirs.getClass().getName(), "Return a map or list that can be read.");
        }
    }
}
