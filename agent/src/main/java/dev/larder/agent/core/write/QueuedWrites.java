package dev.larder.agent.core.write;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.larder.agent.core.store.Eviction;
import dev.larder.agent.core.store.EvictionSet;
import dev.larder.agent.core.store.Glob;
import dev.larder.agent.core.tx.Transaction;
import dev.larder.agent.core.tx.UnfinishedWrites;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The evictions and puts that wait for the end of one transaction.
 *
 * <p>If one transaction does several things to one key, only the last counts: the transaction knows its own order, and
 * others see nothing before the commit. A put that replaces an eviction can still become one. At the end an
 * eviction that would remove a put comes before it. So if a pattern or a tag evicts an entry after its put, the put is removed here.
 *
 * <p><b>Shape.</b> Bounded: more evictions than fit become the eviction of everything, and puts beyond their number
 * become evictions.
 *
 * <p><b>Threads.</b> Thread-safe: if a transaction takes too long, a thread of its manager ends it while its own
 * thread still works. No thread waits under the lock.
 */
public final class QueuedWrites implements Transaction.Ending {

    private static final int MAX_EVICTIONS = 100_000;
    private static final int MAX_PUTS = 1_000;

    private final Writes writes;
    private final UnfinishedWrites.Token token;

    @GuardedBy("this")
    private final EvictionSet onSuccess = new EvictionSet(MAX_EVICTIONS, EvictionSet.MAX_PATTERNS);

    @GuardedBy("this")
    private final EvictionSet always = new EvictionSet(MAX_EVICTIONS, EvictionSet.MAX_PATTERNS);

    @GuardedBy("this")
    private final Map<String, PendingPut> puts = new LinkedHashMap<>();

    @GuardedBy("this")
    private boolean over;

    /** @param token hides the cache from the transaction until its end */
    QueuedWrites(Writes writes, UnfinishedWrites.Token token) {
        this.writes = writes;
        this.token = token;
    }

    /**
     * Adds the effects of one call. If it evicts and puts the same key, the eviction wins.
     *
     * @return false if the transaction has ended
     */
    public synchronized boolean add(WriteSet set) {
        if (over) {
            return false;
        }
        set.puts().forEach(this::add);
        drop(set.evictions());
        onSuccess.add(set.onSuccess());
        always.add(set.always());
        return true;
    }

    @GuardedBy("this")
    private void add(PendingPut put) {
        String key = put.id().key();
        if (puts.size() < MAX_PUTS || puts.containsKey(key)) {
            puts.put(key, put);
            onSuccess.remove(key);
        } else {
            onSuccess.add(Eviction.ofKey(key));
        }
    }

    @GuardedBy("this")
    private void drop(Eviction eviction) {
        eviction.keys().forEach(puts::remove);
        if (!eviction.tags().isEmpty()) {
            puts.values().removeIf(put -> put.id().tags().stream().anyMatch(eviction.tags()::contains));
        }
        for (String pattern : eviction.patterns()) {
            Glob glob = Glob.of(pattern);
            puts.keySet().removeIf(glob::matches);
        }
    }

    @Override
    public void ended(Transaction.Outcome outcome) {
        try {
            WriteSet all = take();
            switch (outcome) {
                case COMMITTED -> writes.carryOut(all.withoutChangedPuts(writes.puts()::isUnchanged));
                case UNKNOWN -> writes.carryOut(all.withoutPuts());
                case ROLLED_BACK -> undo(all);
            }
        } catch (Throwable fault) {
            writes.faults().report(fault);
        } finally {
            token.end();
        }
    }

    private void undo(WriteSet all) {
        writes.evictNow(all.always());
        writes.puts().release(all.puts());
    }

    /** The puts may have been undone. */
    @Override
    public synchronized void partlyUndone() {
        puts.values().forEach(put -> onSuccess.add(Eviction.ofKey(put.id().key())));
        puts.clear();
    }

    private synchronized WriteSet take() {
        over = true;
        WriteSet all = new WriteSet(onSuccess.take(), always.take(), List.copyOf(puts.values()));
        puts.clear();
        return all;
    }

    /** The end of the transaction cannot be observed: nothing waits for it here. */
    void abandon() {
        take();
        token.end();
    }
}
