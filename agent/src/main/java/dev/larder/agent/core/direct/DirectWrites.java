package dev.larder.agent.core.direct;

import dev.larder.agent.core.effect.Writes;
import dev.larder.agent.core.engine.CacheEngine;
import dev.larder.agent.core.store.Budget;
import dev.larder.agent.core.store.CacheStore;
import dev.larder.agent.core.store.EntryId;
import dev.larder.agent.core.store.Eviction;
import dev.larder.agent.core.store.StoreException;
import dev.larder.agent.core.store.StoredEntry.Encoded;
import dev.larder.agent.core.tx.Transaction;
import dev.larder.agent.core.tx.Transactions;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The writes of one handle: values, evictions, counters.
 *
 * <p>Values are encoded when they are handed over, so that what their owner changes afterwards does not matter.
 *
 * <p><b>Threads.</b> Thread-safe.
 *
 * <p><b>Failure.</b> None. A value that is not stored for certain, for whatever reason, has its key evicted: its
 * writer believes it written, and an older one must not answer in its place.
 */
final class DirectWrites {

    private final ValueKind kind;
    private final Writes writes;
    private final Transactions transactions;

    DirectWrites(ValueKind kind, Writes writes, Transactions transactions) {
        this.kind = kind;
        this.writes = writes;
        this.transactions = transactions;
    }

    void putAll(Map<String, Object> values, Terms terms) {
        Set<String> unstored = new HashSet<>(values.keySet());
        kind.attempt(() -> {
            Map<EntryId, Encoded> entries = encode(values, terms);
            for (EntryId stored : store(entries, terms.ttlMillis())) {
                unstored.remove(stored.key());
            }
            return null;
        });
        evict(new Eviction(unstored, Set.of(), Set.of()));
    }

    private Map<EntryId, Encoded> encode(Map<String, Object> values, Terms terms) {
        Map<EntryId, Encoded> entries = new LinkedHashMap<>();
        values.forEach((key, value) -> {
            Encoded encoded = kind.encode(value);
            if (encoded != null) {
                entries.put(kind.entry(key, terms), encoded);
            }
        });
        return entries;
    }

    /** Returns those that are stored, or are going to be. */
    private Set<EntryId> store(Map<EntryId, Encoded> entries, long ttlMillis) throws StoreException {
        if (engine().isEnabled() && transactions.current() != null) {
            return storeAtCommit(entries, ttlMillis);
        }
        Budget budget = engine().newBudget();
        CacheStore store = storeInUse(budget);
        if (store == null) {
            return Set.of();
        }
        store.putAll(entries, ttlMillis, budget);
        entries.forEach((id, entry) -> kind.stats().recordStore());
        return entries.keySet();
    }

    private Set<EntryId> storeAtCommit(Map<EntryId, Encoded> entries, long ttlMillis) {
        Set<EntryId> deferred = new HashSet<>();
        entries.forEach((id, entry) -> {
            if (writes.putAtCommit(id, entry, ttlMillis, transactions)) {
                deferred.add(id);
            }
        });
        return deferred;
    }

    /**
     * Says whether this call stored it; whatever is not known for certain counts as no. A transaction that may write
     * stores nothing: others must not see it before the commit, and after that nobody waits for the answer.
     */
    boolean putIfAbsent(String key, @Nullable Object value, Terms terms) {
        Transaction transaction = transactions.current();
        if (transaction != null && transaction.readsApart()) {
            return false;
        }
        Encoded entry = kind.attempt(() -> kind.encode(value));
        if (entry == null) {
            return false;
        }
        EntryId id = kind.entry(key, terms);
        Boolean isStored = kind.attempt(() -> {
            Budget budget = engine().newBudget();
            CacheStore store = storeInUse(budget);
            return store != null && store.putIfAbsent(id, entry, terms.ttlMillis(), budget) == null;
        });
        return evictedIfUnknown(key, isStored);
    }

    /** Says whether anything was there. It writes no value, so transactions have no part in it. */
    boolean expire(String key, long ttlMillis) {
        Boolean isThere = kind.attempt(() -> {
            Budget budget = engine().newBudget();
            CacheStore store = storeInUse(budget);
            return store != null && store.expire(key, ttlMillis, budget);
        });
        return evictedIfUnknown(key, isThere);
    }

    private boolean evictedIfUnknown(String key, @Nullable Boolean outcome) {
        if (outcome == null) {
            writes.evictNow(Eviction.ofKey(key));
            return false;
        }
        return outcome;
    }

    /** Also while caching is switched off: others have it on, and this process may have it on again. */
    void evict(Eviction eviction) {
        writes.evict(eviction, transactions);
    }

    /**
     * The new count; null where there is nothing to count in, so that whoever asks counts for itself.
     *
     * @throws ArithmeticException beyond a long; it is the caller's to see, as in any other sum
     */
    @Nullable
    Long increment(String key, long by, Terms terms) {
        Count count = kind.attempt(() -> count(key, by, terms));
        if (count != null && count.isBeyondLong) {
            throw new ArithmeticException("The counter would leave the range of a long. It stays what it is.");
        }
        return count == null ? null : count.number;
    }

    private @Nullable Count count(String key, long by, Terms terms) throws StoreException {
        Budget budget = engine().newBudget();
        CacheStore store = storeInUse(budget);
        try {
            return store == null ? null : new Count(store.increment(key, by, terms.ttlMillis(), budget), false);
        } catch (ArithmeticException beyondLong) {
            return new Count(0, true);
        }
    }

    private record Count(long number, boolean isBeyondLong) {}

    /** Null while caching is switched off or has not started. */
    private @Nullable CacheStore storeInUse(Budget budget) {
        return engine().isEnabled() ? engine().awaitStore(budget) : null;
    }

    private CacheEngine engine() {
        return kind.engine();
    }
}
