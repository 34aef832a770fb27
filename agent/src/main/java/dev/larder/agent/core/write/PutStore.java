package dev.larder.agent.core.write;

import dev.larder.agent.core.base.RoomyThreads;
import dev.larder.agent.core.engine.CacheEngine;
import dev.larder.agent.core.stats.MethodStats;
import dev.larder.agent.core.store.CacheStore;
import dev.larder.agent.core.store.EntryId;
import dev.larder.agent.core.store.Eviction;
import dev.larder.agent.core.store.Jitter;
import dev.larder.agent.core.store.Lease;
import dev.larder.agent.core.store.PendingStore;
import dev.larder.agent.core.store.StoreException;
import dev.larder.agent.core.store.StoredEntry;
import dev.larder.agent.core.store.StoresTogether;
import dev.larder.agent.core.store.WriteMark;
import dev.larder.agent.core.wait.Budget;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
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

    private static final int STORE_COMMANDS = 4;
    private static final int TAKE_OVER_COMMANDS = 2;

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
        if (engine.mayKeepLocal()) {
            dropHere(List.of(id));
        }
        return store == null
                ? null
                : threads.<@Nullable Lease, StoreException>run(() -> store.takeOver(id, since, budget));
    }

    /** As {@link CacheStore#takeOverAll}; nothing if no store has started. */
    public Map<EntryId, Lease> takeOverAll(List<EntryId> ids, @Nullable WriteMark since, Budget budget)
            throws StoreException {
        CacheStore store = ids.isEmpty() ? null : engine.awaitStore(budget);
        if (engine.mayKeepLocal()) {
            dropHere(ids);
        }
        if (store == null) {
            return Map.of();
        }
        int turn = engine.beginBulk(ids.size() * TAKE_OVER_COMMANDS, budget);
        try {
            return threads.run(() -> store.takeOverAll(ids, since, budget));
        } finally {
            engine.endBulk(turn);
        }
    }

    /** Returns the keys under which nothing was stored, which are to be evicted. */
    public Set<String> store(List<PendingPut> puts) {
        try {
            Set<String> unstored = threads.run(() -> storeHere(puts));
            if (engine.mayKeepLocal()) {
                dropHere(puts.stream().map(PendingPut::id).toList());
            }
            return unstored;
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

    /** What is put is kept in this process by no method on purpose, and older values there end. */
    private void dropHere(List<EntryId> ids) throws StoreException {
        engine.privateEngines()
                .evictLocal(Eviction.ofKeys(ids.stream().map(EntryId::key).collect(Collectors.toUnmodifiableSet())));
    }

    private Set<String> storeHere(List<PendingPut> puts) {
        Budget budget = engine.newBudget();
        Set<String> unstored = new HashSet<>();
        if (puts.size() == 1 && puts.get(0) instanceof LeasedPut only) { // most calls
            storeOne(only, budget, unstored);
            return unstored;
        }
        Map<Long, List<DirectPut>> direct = new LinkedHashMap<>();
        List<LeasedPut> leased = new ArrayList<>();
        for (PendingPut put : puts) {
            if (put instanceof DirectPut bulk) {
                direct.computeIfAbsent(bulk.ttlMillis(), ttl -> new ArrayList<>())
                        .add(bulk);
            } else {
                leased.add((LeasedPut) put);
            }
        }
        boolean isAnswering = storeLeased(leased, budget, unstored);
        for (List<DirectPut> sameTtl : direct.values()) {
            isAnswering = storeDirect(sameTtl, isAnswering, budget, unstored);
        }
        return unstored;
    }

    private void storeOne(LeasedPut put, Budget budget, Set<String> unstored) {
        try {
            if (put.lease().store(put.entry(), Jitter.shorten(put.ttlMillis()), 0, budget)) {
                counts.recordStore();
                return;
            }
        } catch (StoreException e) {
            faults.noteUnanswered();
        } catch (Throwable fault) {
            faults.report(fault);
        }
        counts.recordRefusedStore();
        unstored.add(put.id().key());
    }

    /** Those of a batch share a round trip, and each batch has as much time as one call. Returns whether the store still answers. */
    private boolean storeLeased(List<LeasedPut> puts, Budget budget, Set<String> unstored) {
        boolean isAnswering = true;
        Budget within = budget;
        for (int from = 0; from < puts.size(); from += BATCH) {
            LeasedBatch batch =
                    new LeasedBatch(puts.subList(from, Math.min(from + BATCH, puts.size())), within, isAnswering);
            int turn = engine.beginBulk(batch.puts.size() * STORE_COMMANDS, within);
            try {
                isAnswering = batch.store(unstored);
            } finally {
                engine.endBulk(turn);
            }
            within = engine.newBudget();
        }
        return isAnswering;
    }

    /** Puts that share a round trip. */
    private final class LeasedBatch {

        private final List<LeasedPut> puts;
        private final Budget budget;
        private boolean isAnswering;

        LeasedBatch(List<LeasedPut> puts, Budget budget, boolean isAnswering) {
            this.puts = puts;
            this.budget = budget;
            this.isAnswering = isAnswering;
        }

        /** Returns whether the store still answers. */
        boolean store(Set<String> unstored) {
            List<@Nullable PendingStore> sent = new ArrayList<>(puts.size());
            StoresTogether together = new StoresTogether();
            for (LeasedPut put : puts) {
                sent.add(isAnswering ? start(put, together) : null);
            }
            together.send(budget);
            for (int i = 0; i < puts.size(); i++) {
                PendingStore pending = sent.get(i);
                if (pending != null && isStored(pending)) {
                    counts.recordStore();
                } else {
                    counts.recordRefusedStore();
                    unstored.add(puts.get(i).id().key());
                }
            }
            return isAnswering;
        }

        private @Nullable PendingStore start(LeasedPut put, StoresTogether together) {
            try {
                return put.lease().startStore(put.entry(), Jitter.shorten(put.ttlMillis()), 0, together, budget);
            } catch (Throwable fault) {
                failed(fault);
                return null;
            }
        }

        private boolean isStored(PendingStore pending) {
            try {
                return pending.await(budget);
            } catch (Throwable fault) {
                failed(fault);
                return false;
            }
        }

        private void failed(Throwable fault) {
            if (!(fault instanceof StoreException)) {
                faults.report(fault);
            } else if (isAnswering) {
                faults.noteUnanswered(); // once, as of one that is not sent any more
            }
            isAnswering = false;
        }
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
        List<Lease> leases = new ArrayList<>();
        for (PendingPut put : puts) {
            if (put instanceof LeasedPut leased) {
                leases.add(leased.lease());
            }
        }
        releaseAll(leases);
    }

    /** The same: of many, most without waiting for the answer. */
    public void releaseAll(Collection<Lease> leases) {
        int released = 0;
        for (Lease lease : leases) {
            boolean waits = ++released % BATCH == 0 || released == leases.size();
            if (!release(lease, waits ? engine.newBudget() : engine.noBudget())) {
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
