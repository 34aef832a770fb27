package dev.larder.agent.core.effect;

import dev.larder.agent.core.store.Budget;
import dev.larder.agent.core.store.CacheStore;
import dev.larder.agent.core.store.EntryId;
import dev.larder.agent.core.store.StoreException;
import dev.larder.agent.core.store.StoredEntry;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The puts of one call or one transaction, on their way to the store.
 *
 * <p>They share one budget, and a store that fails is the last one tried: those that come after it are left to be
 * evicted, so that a transaction with many of them does not wait for each. Direct puts travel in bulk.
 *
 * <p><b>Threads.</b> Confined to the thread that carries them out.
 *
 * <p><b>Failure.</b> Never throws.
 */
final class StoreRun {

    /** So many entries are answered well within a budget; if they are not, so many are evicted for it and no more. */
    private static final int BATCH = 250;

    private final Writes writes;
    private final Budget budget;
    private final Set<String> unstored = new HashSet<>();
    private boolean answering = true;

    StoreRun(Writes writes) {
        this.writes = writes;
        this.budget = writes.newBudget();
    }

    /** Returns the keys that nothing was stored under, which are to be evicted. */
    Set<String> store(List<PendingPut> puts) {
        Map<Long, List<DirectPut>> direct = new LinkedHashMap<>();
        for (PendingPut put : puts) {
            if (put instanceof ReadyPut ready) {
                storeLeased(ready);
            } else if (put instanceof DirectPut bulk) {
                direct.computeIfAbsent(bulk.ttlMillis(), ttl -> new ArrayList<>())
                        .add(bulk);
            }
        }
        direct.forEach(this::storeDirect);
        return unstored;
    }

    private void storeLeased(ReadyPut put) {
        boolean stored = attempt(() -> put.unchanged().getAsBoolean() && put.store(budget));
        if (stored) {
            writes.counts().recordStore();
        } else {
            writes.counts().recordRefusedStore();
            unstored.add(put.id().key());
        }
    }

    private void storeDirect(long ttlMillis, List<DirectPut> puts) {
        for (int from = 0; from < puts.size(); from += BATCH) {
            storeBatch(ttlMillis, puts.subList(from, Math.min(from + BATCH, puts.size())));
        }
    }

    private void storeBatch(long ttlMillis, List<DirectPut> batch) {
        Map<EntryId, StoredEntry.Encoded> entries = new LinkedHashMap<>();
        batch.forEach(put -> entries.put(put.id(), put.entry()));
        boolean stored = attempt(() -> {
            CacheStore store = writes.isEnabled() ? writes.store(budget) : null;
            return store != null && putAll(store, entries, ttlMillis);
        });
        for (EntryId id : entries.keySet()) {
            if (stored) {
                writes.counts().recordStore();
            } else {
                unstored.add(id.key());
            }
        }
    }

    private boolean putAll(CacheStore store, Map<EntryId, StoredEntry.Encoded> entries, long ttlMillis)
            throws StoreException {
        store.putAll(entries, ttlMillis, budget);
        return true;
    }

    private boolean attempt(Attempt attempt) {
        try {
            return answering && attempt.stores();
        } catch (StoreException e) {
            writes.unanswered();
        } catch (Throwable fault) {
            writes.fault(fault);
        }
        answering = false;
        return false;
    }

    /** Something to store; true if it was. */
    @FunctionalInterface
    private interface Attempt {
        boolean stores() throws StoreException;
    }
}
