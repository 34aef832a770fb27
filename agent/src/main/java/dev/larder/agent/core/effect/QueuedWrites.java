package dev.larder.agent.core.effect;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.larder.agent.core.store.Eviction;
import dev.larder.agent.core.store.Glob;
import dev.larder.agent.core.tx.Transaction;
import dev.larder.agent.core.tx.UnfinishedWrites;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What waits for the end of one transaction.
 *
 * <p>Of what one transaction does to one key, only the last thing counts: it knows its own order, and nobody else sees
 * anything before the commit. A put that takes an eviction's place can still become one. At the end all evictions come
 * before all puts, so that what a pattern or a tag evicts after a put is taken out of the puts here.
 *
 * <p><b>Shape.</b> Bounded: more evictions than fit become the eviction of everything, and puts beyond their number
 * become evictions.
 *
 * <p><b>Threads.</b> Thread-safe: a transaction that takes too long is ended by a thread of its manager's while its own
 * still works. Nothing is waited for under the lock.
 */
final class QueuedWrites implements Transaction.Ending {

    private static final int MAX_EVICTIONS = 100_000;
    private static final int MAX_PUTS = 1_000;

    private final Writes writes;
    private final UnfinishedWrites.Token token;

    @GuardedBy("this")
    private final EvictionSet onSuccess = new EvictionSet(MAX_EVICTIONS);

    @GuardedBy("this")
    private final EvictionSet always = new EvictionSet(MAX_EVICTIONS);

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
     * Adds what one call did. Its own evictions are stronger than its own puts.
     *
     * @return false if the transaction has ended
     */
    synchronized boolean add(WriteSet set) {
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
                case COMMITTED -> writes.carryOut(all);
                case UNKNOWN -> writes.carryOut(all.withoutPuts());
                case ROLLED_BACK -> undo(all);
            }
        } catch (Throwable fault) {
            writes.fault(fault);
        } finally {
            token.end();
        }
    }

    private void undo(WriteSet all) {
        writes.evictNow(all.always());
        writes.release(all.puts());
    }

    /** What was put may be what was undone. */
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

    /** It could not be made to hear of an end: nothing waits for one here. */
    void abandon() {
        take();
        token.end();
    }
}
