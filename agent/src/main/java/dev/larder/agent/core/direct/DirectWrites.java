package dev.larder.agent.core.direct;

import dev.larder.agent.core.engine.CacheEngine;
import dev.larder.agent.core.store.CacheStore;
import dev.larder.agent.core.store.EntryId;
import dev.larder.agent.core.store.EntryOwner;
import dev.larder.agent.core.store.Eviction;
import dev.larder.agent.core.store.StoreException;
import dev.larder.agent.core.store.StoredEntry.Encoded;
import dev.larder.agent.core.tx.Transaction;
import dev.larder.agent.core.tx.Transactions;
import dev.larder.agent.core.tx.Transactions.Purpose;
import dev.larder.agent.core.wait.Budget;
import dev.larder.agent.core.write.DirectPut;
import dev.larder.agent.core.write.Writes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The writes of one handle: values, evictions, counters.
 *
 * <p>Encodes values at once, so that later changes to them have no effect.
 *
 * <p><b>Threads.</b> Thread-safe.
 *
 * <p><b>Failure.</b> Never throws. If it is uncertain whether a value was stored, evicts its key: the caller assumes
 * that it was written, so an older value must not be served.
 */
final class DirectWrites {

    private final ValueKind kind;
    private final @Nullable EntryOwner owner;
    private final Writes writes;
    private final Transactions transactions;
    private final ProcessCounters counters;

    DirectWrites(
            ValueKind kind,
            @Nullable EntryOwner owner,
            Writes writes,
            Transactions transactions,
            ProcessCounters counters) {
        this.kind = kind;
        this.owner = owner;
        this.writes = writes;
        this.transactions = transactions;
        this.counters = counters;
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
                entries.put(kind.entry(key, terms, owner), encoded);
            }
        });
        return entries;
    }

    /** Returns the keys that are stored or will be. */
    private Set<EntryId> store(Map<EntryId, Encoded> entries, long ttlMillis) throws StoreException {
        if (engine().isEnabled() && writes.putAtCommit(puts(entries, ttlMillis), transactions)) {
            return entries.keySet();
        }
        Budget budget = engine().newBudget();
        CacheStore store = storeInUse(budget);
        if (store == null) {
            return Set.of();
        }
        engine().roomyThreads().<Boolean, StoreException>run(() -> {
            store.putAll(entries, ttlMillis, budget);
            return true;
        });
        entries.forEach((id, entry) -> kind.stats().recordStore());
        engine().privateEngines().evictLocal(Eviction.ofKeys(keysOf(entries.keySet())));
        writes.stored(keysOf(entries.keySet()));
        return entries.keySet();
    }

    private static Set<String> keysOf(Set<EntryId> ids) {
        Set<String> keys = new HashSet<>();
        ids.forEach(id -> keys.add(id.key()));
        return keys;
    }

    private static List<DirectPut> puts(Map<EntryId, Encoded> entries, long ttlMillis) {
        List<DirectPut> puts = new ArrayList<>(entries.size());
        entries.forEach((id, entry) -> puts.add(new DirectPut(id, entry, ttlMillis)));
        return puts;
    }

    /**
     * Returns whether this call certainly stored it. A transaction that may write stores nothing: others must not see
     * the value before the commit, and after that it is too late for an answer.
     */
    boolean putIfAbsent(String key, @Nullable Object value, Terms terms) {
        Transaction transaction = transactions.current(Purpose.WRITE);
        if (transaction != null && transaction.ownView() != null) {
            return false;
        }
        Encoded entry = kind.attempt(() -> kind.encode(value));
        if (entry == null) {
            return false;
        }
        EntryId id = kind.entry(key, terms, owner);
        Boolean isStored = kind.attempt(() -> {
            Budget budget = engine().newBudget();
            CacheStore store = storeInUse(budget);
            boolean isPut = store != null
                    && engine().roomyThreads()
                            .<Boolean, StoreException>run(
                                    () -> store.putIfAbsent(id, entry, terms.ttlMillis(), budget) == null);
            engine().privateEngines().evictLocal(Eviction.ofKey(key));
            return isPut;
        });
        return evictedIfUnknown(key, isStored);
    }

    /**
     * Returns whether anything was there. It writes no value, so it does not depend on transactions. A store that keeps
     * nothing evicts instead, also while caching is switched off: others have it on, and this process may have it on
     * again.
     */
    boolean expire(String key, long ttlMillis) {
        boolean isCountedHere = Boolean.TRUE.equals(kind.attempt(() -> counters.expire(key, ttlMillis)));
        Boolean isThere = kind.attempt(() -> {
            Budget budget = engine().newBudget();
            CacheStore store = engine().awaitStore(budget);
            if (store == null) {
                return isCountedHere ? Boolean.FALSE : null; // an eviction would remove the counter
            }
            return engine().roomyThreads().<Boolean, StoreException>run(() -> store.expire(key, ttlMillis, budget));
        });
        return evictedIfUnknown(key, isThere) || isCountedHere;
    }

    private boolean evictedIfUnknown(String key, @Nullable Boolean outcome) {
        if (outcome == null) {
            writes.evictUncertain(Eviction.ofKey(key));
            return false;
        }
        return outcome;
    }

    /** Works also while caching is switched off: other processes use the entries, and this one may again. */
    void evict(Eviction eviction) {
        writes.evict(eviction, transactions);
    }

    /**
     * The new count. Null only after a fault of Larder in counting for this process.
     *
     * @throws ArithmeticException on overflow, for the caller
     */
    @Nullable
    Long increment(String key, long by, Terms terms) {
        Count count = kind.attempt(() -> countInStore(key, by, terms));
        if (count == null) {
            count = kind.attempt(() -> counted(() -> counters.increment(key, by, terms.ttlMillis())));
        }
        if (count != null && count.isBeyondLong) {
            throw new ArithmeticException("The counter would leave the range of a long. It stays what it is.");
        }
        return count == null ? null : count.number;
    }

    /** Null if there is no store to count in. */
    private @Nullable Count countInStore(String key, long by, Terms terms) throws StoreException {
        Budget budget = engine().newBudget();
        CacheStore store = storeInUse(budget);
        return store == null
                ? null
                : engine().roomyThreads().run(() -> counted(() -> store.increment(key, by, terms.ttlMillis(), budget)));
    }

    /** An {@link ArithmeticException} is an answer, and no fault. */
    private static Count counted(Counting counting) throws StoreException {
        try {
            return new Count(counting.count(), false);
        } catch (ArithmeticException beyondLong) {
            return new Count(0, true);
        }
    }

    /** Adds to some counter. */
    @FunctionalInterface
    private interface Counting {
        long count() throws StoreException;
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
