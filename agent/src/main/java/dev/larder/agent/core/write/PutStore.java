package dev.larder.agent.core.write;

import dev.larder.agent.core.base.RoomyThreads;
import dev.larder.agent.core.engine.CacheEngine;
import dev.larder.agent.core.stats.MethodStats;
import dev.larder.agent.core.store.CacheStore;
import dev.larder.agent.core.store.EntryId;
import dev.larder.agent.core.store.Jitter;
import dev.larder.agent.core.store.Lease;
import dev.larder.agent.core.store.StoreException;
import dev.larder.agent.core.store.StoredEntry;
import dev.larder.agent.core.store.WriteMark;
import dev.larder.agent.core.wait.Budget;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Sends puts to the store.
 *
 * <p>The puts of one call or one transaction share one budget. After a put that fails, no other is tried: the rest is
 * evicted, so that a transaction with many puts does not wait for each. Direct puts are sent in bulk.
 *
 * <p><b>Threads.</b> Thread-safe; runs on callers' threads.
 *
 * <p><b>Failure.</b> Never throws, unless a method says so.
 */
public final class PutStore {

    /** So many entries are answered well within a budget; if they are not, only so many are evicted for it. */
    private static final int BATCH = 250;

    private final CacheEngine engine;
    private final RoomyThreads threads;
    private final MethodStats counts;
    private final EffectFaults faults;

    PutStore(CacheEngine engine, MethodStats counts, EffectFaults faults) {
        this.engine = engine;
        this.threads = engine.roomyThreads();
        this.counts = counts;
        this.faults = faults;
    }

    public EffectFaults faults() {
        return faults;
    }

    /** For the puts of one call. */
    public Budget newBudget() {
        return engine.newBudget();
    }

    /**
     * The moment before a write whose key is not known yet; null if no store has started. May wait for one that is being
     * started.
     */
    public @Nullable WriteMark mark(Budget budget) throws StoreException {
        CacheStore store = engine.awaitStore(budget);
        return store == null ? null : threads.run(() -> store.mark(budget));
    }

    /** As {@link CacheStore#takeOver}; null also if no store has started. */
    @SuppressWarnings("NullAway") // the answer may be null, as the type says: see RATIONALE on its JSpecify mode
    public @Nullable Lease takeOver(EntryId id, @Nullable WriteMark since, Budget budget) throws StoreException {
        CacheStore store = engine.awaitStore(budget);
        return store == null
                ? null
                : threads.<@Nullable Lease, StoreException>run(() -> store.takeOver(id, since, budget));
    }

    /** Returns the keys under which nothing was stored, which are to be evicted. */
    public Set<String> store(List<PendingPut> puts) {
        try {
            return threads.run(() -> storeHere(puts));
        } catch (Throwable noRoom) {
            faults.report(noRoom);
            return refused(puts);
        }
    }

    private Set<String> refused(List<PendingPut> puts) {
        Set<String> keys = new HashSet<>();
        for (PendingPut put : puts) {
            counts.recordRefusedStore();
            keys.add(put.id().key());
        }
        return keys;
    }

    private Set<String> storeHere(List<PendingPut> puts) {
        Budget budget = engine.newBudget();
        Set<String> unstored = new HashSet<>();
        Map<Long, List<DirectPut>> direct = new LinkedHashMap<>();
        boolean isAnswering = true;
        for (PendingPut put : puts) {
            if (put instanceof DirectPut bulk) {
                direct.computeIfAbsent(bulk.ttlMillis(), ttl -> new ArrayList<>())
                        .add(bulk);
            } else {
                isAnswering = store((LeasedPut) put, isAnswering, budget, unstored);
            }
        }
        for (List<DirectPut> sameTtl : direct.values()) {
            isAnswering = storeDirect(sameTtl, isAnswering, budget, unstored);
        }
        return unstored;
    }

    /** Returns whether the store still answers. */
    private boolean store(LeasedPut put, boolean isAnswering, Budget budget, Set<String> unstored) {
        if (isAnswering) {
            try {
                if (put.lease().store(put.entry(), Jitter.shorten(put.ttlMillis()), budget)) {
                    counts.recordStore();
                    return true;
                }
            } catch (StoreException e) {
                faults.noteUnanswered();
                isAnswering = false;
            } catch (Throwable fault) {
                faults.report(fault);
                isAnswering = false;
            }
        }
        counts.recordRefusedStore();
        unstored.add(put.id().key());
        return isAnswering;
    }

    private boolean storeDirect(List<DirectPut> puts, boolean isAnswering, Budget budget, Set<String> unstored) {
        for (int from = 0; from < puts.size(); from += BATCH) {
            List<DirectPut> batch = puts.subList(from, Math.min(from + BATCH, puts.size()));
            if (isAnswering && storeBatch(batch, budget)) {
                batch.forEach(put -> counts.recordStore());
            } else {
                isAnswering = false;
                batch.forEach(put -> unstored.add(put.id().key()));
            }
        }
        return isAnswering;
    }

    private boolean storeBatch(List<DirectPut> batch, Budget budget) {
        Map<EntryId, StoredEntry.Encoded> entries = new LinkedHashMap<>();
        batch.forEach(put -> entries.put(put.id(), put.entry()));
        try {
            CacheStore store = engine.isEnabled() ? engine.awaitStore(budget) : null;
            if (store != null) {
                store.putAll(entries, batch.get(0).ttlMillis(), budget);
                return true;
            }
        } catch (StoreException e) {
            faults.noteUnanswered();
        } catch (Throwable fault) {
            faults.report(fault);
        }
        return false;
    }

    /** Whether a put that has waited may still be stored; if not, it counts as refused. */
    boolean isUnchanged(LeasedPut put) {
        try {
            if (put.unchanged().getAsBoolean()) {
                return true;
            }
        } catch (Throwable fault) {
            faults.report(fault);
        }
        counts.recordRefusedStore();
        return false;
    }

    /** Releases the leases, so that puts of an undone write leave nothing behind. */
    public void release(List<PendingPut> puts) {
        Budget budget = engine.newBudget();
        for (PendingPut put : puts) {
            if (put instanceof LeasedPut leased && !release(leased.lease(), budget)) {
                return; // they expire
            }
        }
    }

    /** Returns false if the store failed. */
    public boolean release(Lease lease, Budget budget) {
        try {
            return threads.<Boolean, StoreException>run(() -> {
                lease.release(budget);
                return true;
            });
        } catch (StoreException e) {
            faults.noteUnanswered();
        } catch (Throwable fault) {
            faults.report(fault);
        }
        return false;
    }

    /** For a put whose mark has changed: something was evicted or put since. */
    public void recordRefused() {
        counts.recordRefusedStore();
    }

    /** For a put whose value cannot be stored. */
    public void recordUnfit() {
        counts.recordUnfitResult();
    }
}
