package dev.larder.agent.core.write;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.larder.agent.core.base.Ticker;
import dev.larder.agent.core.behind.LoadsAfterWrites;
import dev.larder.agent.core.behind.WriteBehind;
import dev.larder.agent.core.config.WriteBehindConfig;
import dev.larder.agent.core.engine.CacheEngine;
import dev.larder.agent.core.later.LaterThreads;
import dev.larder.agent.core.stats.MethodStats;
import dev.larder.agent.core.stats.StatsRegistry;
import dev.larder.agent.core.store.Eviction;
import dev.larder.agent.core.tx.Transaction;
import dev.larder.agent.core.tx.Transactions;
import dev.larder.agent.core.tx.Transactions.Purpose;
import dev.larder.agent.core.tx.UnfinishedWrites;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Sends all evictions and puts to the store: at once outside of a transaction, and at its end inside of one.
 *
 * <p><b>A put never leaves an older value.</b> It takes its lease over before its write is committed, and evicts the
 * entry if it finds the lease void:
 *
 * <ol>
 *   <li>Two writers overlap: the one that took the lease last has it. The other one's store is refused, and it evicts,
 *       which removes the first one's value or voids its lease. Nothing stays, and the next reader loads.
 *   <li>A load began before the write: the writer took its lease, so the load's store is refused.
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
    private final EffectFaults faults;
    private final Evictor evictor;
    private final PutStore puts;
    private final WriteBehind behind;

    @GuardedBy("this")
    private boolean usesBehind;

    /** Evictions of what stands for the keys of sensitive methods, once there are such. Published to all that put. */
    private volatile @Nullable UnaryOperator<Eviction> hidden;

    public Writes(CacheEngine engine, StatsRegistry registry, Ticker ticker) {
        this(engine, registry, WriteBehindConfig.defaults(), ticker);
    }

    /** With the limits of writes whose callers do not wait for them. */
    public Writes(CacheEngine engine, StatsRegistry registry, WriteBehindConfig behind, Ticker ticker) {
        MethodStats counts = registry.register();
        this.engine = engine;
        this.unfinished = engine.unfinishedWrites();
        this.faults = new EffectFaults(counts, ticker);
        this.evictor = new Evictor(engine, registry, faults);
        this.puts = new PutStore(engine, counts, faults);
        this.behind = new WriteBehind(behind, ticker, engine.roomyThreads(), this::written);
    }

    /**
     * Evicts at once, or after the commit of the transaction that the calling thread is in.
     *
     * @return how many keys were removed, as far as that is known; 0 before the commit
     */
    public long evict(Eviction eviction, Transactions transactions) {
        return write(WriteSet.of(eviction), transactions);
    }

    /**
     * Passes every eviction of the application to {@code listener} when it takes place. Called once, before the first
     * eviction.
     */
    public void alsoEvict(Consumer<Eviction> listener) {
        evictor.alsoEvict(listener);
    }

    /** Evicts at once entries that may differ from what the application assumes. Not requested by the application. */
    public void evictUncertain(Eviction eviction) {
        evictor.evictUncertain(eviction);
    }

    /**
     * A put replaces what is under its key for readers that take it for secret, too: it evicts that.
     *
     * @param hidden from plain keys to the others
     */
    public void evictHidden(UnaryOperator<Eviction> hidden) {
        this.hidden = hidden;
    }

    /** For values that have been stored under {@code keys} without this. */
    public void stored(Set<String> keys) {
        UnaryOperator<Eviction> toHidden = hidden;
        Eviction others = toHidden == null ? Eviction.NOTHING : toHidden.apply(Eviction.ofKeys(keys));
        if (!others.isEmpty()) {
            evictor.evictUncertain(others);
        }
    }

    /** Writes whose callers do not wait for them. */
    public WriteBehind behind() {
        return behind;
    }

    /** The same for a method that has such. From now on, loads wait for them. */
    public synchronized WriteBehind useBehind() {
        if (!usesBehind) {
            usesBehind = true;
            engine.guardLoads(
                    store -> new LoadsAfterWrites(store, behind),
                    key -> behind.stateOf(key) == WriteBehind.State.COMING);
        }
        return behind;
    }

    /** A value has reached its source: what others have loaded from there before is old. */
    private void written(String key) {
        evictUncertain(Eviction.ofKey(key));
        stored(Set.of(key));
    }

    /** Whether calls use the cache now. */
    public boolean areOn() {
        return engine.isEnabled() && engine.mayAwaitStore();
    }

    /** Hides the cache from the calling thread, as a transaction that has written does. */
    public UnfinishedWrites.Token hideCache() {
        return unfinished.begin(false);
    }

    /** All that {@code eviction} evicts. */
    public Eviction widened(Eviction eviction) {
        return engine.widened(eviction);
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
        if (transactions.current(Purpose.WRITE) == null) {
            return false;
        }
        write(WriteSet.of(puts), transactions);
        return true;
    }

    /** Carries out the effects of a successful call, at once or at the end of its transaction. */
    public long write(WriteSet set, Transactions transactions) {
        Transaction transaction = transactions.current(Purpose.WRITE);
        if (transaction == null) {
            return carryOut(set);
        }
        long removed = evictor.evict(set.always());
        if (!set.isEmpty() && !queue(transaction).add(set)) {
            removed += evictor.evict(set.withoutPuts().onSuccess());
        }
        return removed;
    }

    /** Evicts at once, and again when the transaction ends that the calling thread is in, however it ends. */
    public void evictNowAndAtEnd(Eviction eviction, Transactions transactions) {
        write(WriteSet.always(eviction), transactions);
    }

    /** The same for a thread that must not wait: another one waits in its place where that is necessary. */
    public void evictSoonAndAtEnd(Eviction eviction, Transactions transactions) {
        LaterThreads others = threadsThatWait();
        if (others == null) {
            evictNowAndAtEnd(eviction, transactions);
            return;
        }
        QueuedWrites queue = queue(transactions);
        if (queue != null) {
            queue.add(WriteSet.always(eviction));
        }
        others.ask(Thread.currentThread().getContextClassLoader(), () -> evictor.evict(eviction));
    }

    /** The queue of the calling thread's transaction; null outside of one. */
    public @Nullable QueuedWrites queue(Transactions transactions) {
        Transaction transaction = transactions.current(Purpose.WRITE);
        return transaction == null ? null : queue(transaction);
    }

    /** Takes nothing any more if the transaction has ended, or is about to. */
    private QueuedWrites queue(Transaction transaction) {
        if (transaction.ending() instanceof QueuedWrites queue) {
            return queue;
        }
        QueuedWrites queue = new QueuedWrites(this, unfinished.begin(transaction.canChangeThreads()));
        if (!transaction.onEnd(queue)) {
            queue.abandon();
        }
        return queue;
    }

    /**
     * Stores the puts, evicts what could not be stored, and then carries out the evictions.
     *
     * <p>Cached methods call each other, so an evicted entry may have been made from an entry that is put. If the eviction came
     * first, the evicted entry could be loaded again from the old value before the put is stored.
     *
     * <p>Only an eviction that would remove one of the puts comes before them. If it leaves another put's old value in
     * place, it comes again afterwards, and the put that it removes then is a miss.
     */
    public long carryOut(WriteSet set) {
        if (set.puts().isEmpty()) {
            return evictor.evict(set.evictions());
        }
        boolean evicts = !set.hasPutsAlone();
        long removed = evicts ? evictor.evict(set.evictionsOfPuts()) : 0;
        Set<String> unstored = puts.store(set.puts());
        if (!unstored.isEmpty()) {
            evictor.evictUncertain(Eviction.ofKeys(unstored));
        }
        if (hidden != null) {
            stored(set.putKeys());
        }
        return evicts ? removed + evictor.evict(set.evictionsAfterPuts()) : removed;
    }

    /** Who waits for the store in the place of a thread that must not; null if the store answers at once. */
    public @Nullable LaterThreads threadsThatWait() {
        return engine.answersAtOnce() ? null : engine.laterThreads();
    }

    public PutStore puts() {
        return puts;
    }

    public EffectFaults faults() {
        return faults;
    }
}
