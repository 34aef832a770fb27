package dev.larder.agent.core.effect;

import dev.larder.agent.core.base.Ticker;
import dev.larder.agent.core.engine.CacheEngine;
import dev.larder.agent.core.stats.MethodStats;
import dev.larder.agent.core.stats.StatsRegistry;
import dev.larder.agent.core.store.Budget;
import dev.larder.agent.core.store.CacheStore;
import dev.larder.agent.core.store.Eviction;
import dev.larder.agent.core.store.Lease;
import dev.larder.agent.core.store.StoreException;
import dev.larder.agent.core.tx.Transaction;
import dev.larder.agent.core.tx.Transactions;
import dev.larder.agent.core.tx.UnfinishedWrites;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
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

    /** Lets {@code listener} hear of all that the application evicts, when it is evicted. Called once, before there is any. */
    public void alsoEvict(Consumer<Eviction> listener) {
        evictor.alsoEvict(listener);
    }

    /** Evicts at once entries that may be other than the application believes; nobody asked for it. */
    public void evictUncertain(Eviction eviction) {
        evictor.evictUncertain(eviction);
    }

    /** Evicts at once, transaction or not. Returns how many keys were removed, as far as that is known. */
    public long evictNow(Eviction eviction) {
        return evictor.evict(eviction);
    }

    /**
     * Stores values after the commit of the transaction that the calling thread is in. Nothing is sent before that.
     *
     * @return false outside of a transaction: nothing has been done then
     */
    public boolean putAtCommit(List<DirectPut> puts, Transactions transactions) {
        if (transactions.currentForWrite() == null) {
            return false;
        }
        write(WriteSet.of(puts), transactions);
        return true;
    }

    /** Does what a call does that succeeded, at once or with the end of its transaction. */
    long write(WriteSet set, Transactions transactions) {
        if (set.isEmpty()) {
            return 0;
        }
        Transaction transaction = transactions.currentForWrite();
        if (transaction == null) {
            return carryOut(set);
        }
        long removed = evictor.evict(set.always());
        if (!defer(set, transaction)) {
            removed += evictor.evict(set.withoutPuts().onSuccess());
        }
        return removed;
    }

    /** Evicts at once, and again when the transaction ends that the calling thread is in, however it ends. */
    void evictNowAndAtEnd(Eviction eviction, Transactions transactions) {
        write(WriteSet.always(eviction), transactions);
    }

    /** What waits for the end of the transaction that the calling thread is in; null outside of one. */
    @Nullable
    QueuedWrites queue(Transactions transactions) {
        Transaction transaction = transactions.currentForWrite();
        return transaction == null ? null : queue(transaction);
    }

    private boolean defer(WriteSet set, Transaction transaction) {
        return queue(transaction).add(transaction.tellsOfSavepoints() ? set : set.withoutPuts());
    }

    /** Takes nothing any more if the transaction has ended, or is about to. */
    private QueuedWrites queue(Transaction transaction) {
        if (transaction.ending() instanceof QueuedWrites queue) {
            return queue;
        }
        QueuedWrites queue = new QueuedWrites(this, unfinished.begin());
        if (!transaction.onEnd(queue)) {
            queue.abandon();
        }
        return queue;
    }

    /** Evicts, then stores, then evicts what could not be stored. */
    long carryOut(WriteSet set) {
        long removed = evictor.evict(set.evictions());
        Set<String> unstored = new StoreRun(this).store(set.puts());
        evictor.evictUncertain(Eviction.ofKeys(unstored));
        return removed;
    }

    /** Gives the leases back, so that nothing of what was not written stays. */
    void release(List<PendingPut> puts) {
        Budget budget = newBudget();
        for (PendingPut put : puts) {
            if (put instanceof ReadyPut ready && !release(ready.lease(), budget)) {
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

    /** Whether caching is switched on. */
    boolean isEnabled() {
        return engine.isEnabled();
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
