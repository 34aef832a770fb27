package dev.larder.agent.core.effect;

import dev.larder.agent.core.base.Ticker;
import dev.larder.agent.core.engine.CacheEngine;
import dev.larder.agent.core.stats.MethodStats;
import dev.larder.agent.core.stats.StatsRegistry;
import dev.larder.agent.core.store.Budget;
import dev.larder.agent.core.store.CacheStore;
import dev.larder.agent.core.store.EntryId;
import dev.larder.agent.core.store.Eviction;
import dev.larder.agent.core.store.Lease;
import dev.larder.agent.core.store.StoreException;
import dev.larder.agent.core.store.StoredEntry;
import dev.larder.agent.core.tx.Transaction;
import dev.larder.agent.core.tx.Transactions;
import dev.larder.agent.core.tx.UnfinishedWrites;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The one way of evictions and puts to the store: at once outside of a transaction, and with its end inside of one.
 *
 * <p><b>A put never leaves an older value.</b> Its lease is taken before the write it stands for is committed, and from
 * whoever has it then; and a put that finds its lease void evicts the entry:
 *
 * <ol>
 *   <li>Two writers overlap: the lease is the one's who took it last. The other one's store is refused, and it evicts,
 *       which removes the first one's value or voids its lease. Nothing stays, and the next reader loads.
 *   <li>A load began before the write: the writer took its lease, so what it read is refused.
 *   <li>A load began during the write: it takes the lease over, so the writer is refused, and evicts, which voids the
 *       load's lease or removes what it stored.
 *   <li>An eviction during the write: as 3.
 *   <li>One writer after the other: the later one stores over what the earlier one stored.
 *   <li>It is unknown whether the put was stored, or whether its transaction was committed: it evicts.
 * </ol>
 *
 * <p><b>Threads.</b> Thread-safe; runs on the caller's thread, or on the one that ends its transaction.
 *
 * <p><b>Failure.</b> Never throws.
 */
public final class Writes {

    private final CacheEngine engine;
    private final UnfinishedWrites unfinished;
    private final MethodStats counts;
    private final Evictor evictor;

    public Writes(CacheEngine engine, StatsRegistry registry, Ticker ticker) {
        this.engine = engine;
        this.unfinished = engine.unfinishedWrites();
        this.counts = registry.register();
        this.evictor = new Evictor(engine, registry, counts, ticker);
    }

    /**
     * Evicts at once, or after the commit of the transaction that the calling thread is in.
     *
     * @return how many keys were removed, as far as that is known; 0 before the commit
     */
    public long evict(Eviction eviction, Transactions transactions) {
        return write(WriteSet.of(eviction), transactions);
    }

    /** Evicts at once, transaction or not. Returns how many keys were removed, as far as that is known. */
    public long evictNow(Eviction eviction) {
        return evictor.evict(eviction);
    }

    /**
     * Stores an entry after the commit of the transaction that the calling thread is in.
     *
     * @param ttlMillis greater than 0, before jitter
     * @return false outside of a transaction: nothing has been done then
     */
    public boolean putAtCommit(EntryId id, StoredEntry.Encoded entry, long ttlMillis, Transactions transactions) {
        if (transactions.current() == null) {
            return false;
        }
        Lease lease = takeOver(id);
        WriteSet put = lease == null
                ? WriteSet.of(Eviction.ofKey(id.key()))
                : new WriteSet(
                        EvictionSet.NOTHING,
                        EvictionSet.NOTHING,
                        List.of(new ReadyPut(id, lease, entry, ttlMillis, () -> true)));
        write(put, transactions);
        return true;
    }

    private @Nullable Lease takeOver(EntryId id) {
        try {
            Budget budget = newBudget();
            CacheStore store = store(budget);
            return store == null ? null : store.takeOver(id, null, budget);
        } catch (StoreException e) {
            unanswered();
        } catch (Throwable fault) {
            fault(fault);
        }
        return null;
    }

    /** Does what a call does that succeeded, at once or with the end of its transaction. */
    long write(WriteSet set, Transactions transactions) {
        if (set.isEmpty()) {
            return 0;
        }
        Transaction transaction = transactions.current();
        if (transaction == null) {
            return carryOut(set);
        }
        long removed = evictor.evict(set.always());
        if (!defer(set, transaction)) {
            removed += evictor.evict(set.withoutPuts().onSuccess());
        }
        return removed;
    }

    /** For a call that threw: {@code eviction} takes place whatever becomes of its transaction. */
    void evictAlways(Eviction eviction, Transactions transactions) {
        write(new WriteSet(EvictionSet.NOTHING, eviction, List.of()), transactions);
    }

    private boolean defer(WriteSet set, Transaction transaction) {
        WriteSet deferred = transaction.tellsOfSavepoints() ? set : set.withoutPuts();
        if (transaction.ending() instanceof QueuedWrites queue) {
            return queue.add(deferred);
        }
        QueuedWrites queue = new QueuedWrites(this, unfinished.begin());
        if (!transaction.onEnd(queue)) {
            queue.abandon();
            return false;
        }
        return queue.add(deferred);
    }

    /**
     * Evicts, then stores. The puts share one budget, and a store that fails is the last one tried: those that come after
     * it are evicted, so that a transaction with many of them does not wait for each.
     */
    long carryOut(WriteSet set) {
        long removed = evictor.evict(set.evictions());
        Set<String> unstored = new HashSet<>();
        Budget budget = newBudget();
        boolean answering = true;
        for (ReadyPut put : set.puts()) {
            answering = answering && store(put, budget, unstored);
            if (!answering) {
                unstored.add(put.id().key());
            }
        }
        evictor.evict(new Eviction(unstored, Set.of(), Set.of()));
        return removed;
    }

    /** Stores it or has it evicted. Returns false if the store failed. */
    private boolean store(ReadyPut put, Budget budget, Set<String> unstored) {
        try {
            if (put.unchanged().getAsBoolean() && put.store(budget)) {
                counts.recordStore();
            } else {
                counts.recordRefusedStore();
                unstored.add(put.id().key());
            }
            return true;
        } catch (StoreException e) {
            unanswered();
        } catch (Throwable fault) {
            fault(fault);
        }
        return false;
    }

    /** Gives the leases back, so that nothing of what was not written stays. */
    void release(List<ReadyPut> puts) {
        Budget budget = newBudget();
        for (ReadyPut put : puts) {
            if (!release(put.lease(), budget)) {
                return; // they end when their time is up
            }
        }
    }

    /** Returns false if the store failed. */
    boolean release(Lease lease, Budget budget) {
        try {
            lease.release(budget);
            return true;
        } catch (StoreException e) {
            unanswered();
        } catch (Throwable fault) {
            fault(fault);
        }
        return false;
    }

    @Nullable
    CacheStore store(Budget budget) {
        return engine.awaitStore(budget);
    }

    Budget newBudget() {
        return engine.newBudget();
    }

    MethodStats counts() {
        return counts;
    }

    /** The store left a put without an answer; the failover says so to the operator when it changes the mode. */
    void unanswered() {
        counts.recordError();
    }

    void fault(Throwable fault) {
        evictor.fault(fault);
    }
}
