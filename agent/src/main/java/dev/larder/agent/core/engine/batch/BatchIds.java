package dev.larder.agent.core.engine.batch;

import dev.larder.agent.core.engine.CacheEngine;
import dev.larder.agent.core.engine.CachedMethod;
import dev.larder.agent.core.engine.Miss;
import dev.larder.agent.core.store.CacheStore;
import dev.larder.agent.core.store.EntryId;
import dev.larder.agent.core.store.Lookup;
import dev.larder.agent.core.store.StoreException;
import dev.larder.agent.core.store.StoredEntry;
import dev.larder.agent.core.wait.Budget;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The ids of one call with what is known of each, and the result that is made of that.
 *
 * <p><b>Threads.</b> Used by one thread at a time.
 */
final class BatchIds {

    private final CachedMethod method;
    private final CacheEngine engine;
    private final BatchResults results;
    private final BatchBody body;

    /** Of all ids, in the order of the call, with duplicates. */
    private final List<BatchItem> given = new ArrayList<>();

    private final Map<String, BatchItem> byKey = new LinkedHashMap<>();

    /** What was not found at once. */
    private final List<BatchItem> missing = new ArrayList<>();

    BatchIds(CachedMethod method, BatchResults results, BatchBody body) {
        this.method = method;
        this.engine = method.engine();
        this.results = results;
        this.body = body;
    }

    /**
     * Reads the ids, and finds what is there without waiting. Returns false where the body runs outside of the cache; then the
     * call is counted.
     */
    boolean find() throws Throwable {
        if (!read()) {
            method.uncached();
            return false;
        }
        for (BatchItem item : byKey.values()) {
            Object found = method.find(item.key());
            if (!(found instanceof Miss miss)) {
                item.found(found);
            } else if (miss.key() == null) {
                return false; // its transaction has written
            } else {
                item.miss = miss;
                missing.add(item);
            }
        }
        return true;
    }

    /** Whether there are any, and each key stands for one of them. */
    private boolean read() throws Throwable {
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

    /** Whether {@link #find} has found all. */
    boolean areFound() {
        return missing.isEmpty();
    }

    /** Makes the entries of what is missing. Returns false as {@link #find} does. */
    boolean name() {
        for (BatchItem item : missing) {
            item.entry = method.id(item.key(), item);
            if (item.entry == null) {
                return false; // a tag has no text
            }
        }
        return true;
    }

    /** Looks what is missing up in {@code store}; {@code loads} gets what is not there. */
    void lookUp(CacheStore store, Budget budget, BatchLoads loads) {
        try {
            findIn(store, budget);
        } catch (StoreException unanswered) {
            loads.doWithoutStore(unanswered);
        }
        for (BatchItem item : missing) {
            if (item.state != BatchItem.State.DONE) {
                loads.add(item);
            }
        }
    }

    private void findIn(CacheStore store, Budget budget) throws StoreException {
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
        Map<EntryId, StoredEntry> unreadable = new HashMap<>();
        for (int i = 0; i < asked.size(); i++) {
            if (answers.get(i) instanceof Lookup.Fresh fresh && !isRead(asked.get(i), fresh.entry())) {
                unreadable.put(entries.get(i), fresh.entry());
            }
        }
        discard(unreadable, store, budget);
    }

    private boolean isRead(BatchItem item, StoredEntry entry) {
        Object value = method.read(entry, item.key());
        if (Miss.isMiss(value)) {
            return false;
        }
        item.found(value);
        method.stats().recordHit();
        return true;
    }

    /** Only then can they be claimed. */
    private void discard(Map<EntryId, StoredEntry> unreadable, CacheStore store, Budget budget) throws StoreException {
        if (unreadable.isEmpty()) {
            return;
        }
        int turn = engine.beginBulk(unreadable.size(), budget);
        try {
            store.discardAll(unreadable, budget);
        } finally {
            engine.endBulk(turn);
        }
    }

    /** A new result of all ids, the caller's own. */
    Object made() {
        return results.of(given);
    }

    /** Runs the body outside of the cache, as the method was called. */
    @Nullable
    Object runAsCalled() throws Throwable {
        return body.run();
    }

    /** The same for a caller who may have changed the argument since. */
    @Nullable
    Object runForAll() throws Throwable {
        return body.run(idsOf(given));
    }

    /**
     * Runs the body for {@code items}. Never with the caller's own collection: another thread may change that, and then the body
     * reads other ids than those that the keys were made of.
     */
    @Nullable
    Object runFor(List<BatchItem> items) throws Throwable {
        return body.run(idsOf(items));
    }

    private static List<@Nullable Object> idsOf(List<BatchItem> items) {
        List<@Nullable Object> ids = new ArrayList<>(items.size());
        for (BatchItem item : items) {
            ids.add(item.id());
        }
        return ids;
    }

    /** Whether what the body has returned for {@code items} is the result of the call. */
    boolean areAll(List<BatchItem> items) {
        return items.size() == given.size();
    }

    /** The monitor that the body enters; null for none. */
    @Nullable
    Object monitor() {
        return body.monitor();
    }

    /** Whether the arguments still make the keys of {@code items}. */
    boolean areStillKeyed(List<BatchItem> items) {
        try {
            for (BatchItem item : items) {
                if (!item.key().equals(body.keyOf(item.id()))) {
                    return false;
                }
            }
            return true;
        } catch (Throwable unreadable) { // the results are not stored, which the counters show
            return false;
        }
    }

    /**
     * Gives each of {@code items} its part of what the body has returned for them. Returns false if that cannot be done, which a
     * WARN says.
     */
    boolean distribute(List<BatchItem> items, @Nullable Object result) {
        BatchResults.Misfit misfit = misfit(items, result);
        if (misfit != null) {
            method.refuse(misfit.reason(), misfit.remedy());
        }
        return misfit == null;
    }

    private BatchResults.@Nullable Misfit misfit(List<BatchItem> items, @Nullable Object result) {
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
