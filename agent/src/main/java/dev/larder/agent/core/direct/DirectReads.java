package dev.larder.agent.core.direct;

import dev.larder.agent.core.engine.CacheEngine;
import dev.larder.agent.core.engine.CachedMethod;
import dev.larder.agent.core.engine.Invocation;
import dev.larder.agent.core.engine.Miss;
import dev.larder.agent.core.stats.MethodStats;
import dev.larder.agent.core.store.CacheStore;
import dev.larder.agent.core.store.EntryId;
import dev.larder.agent.core.store.EntryOwner;
import dev.larder.agent.core.store.Inspection;
import dev.larder.agent.core.store.Lookup;
import dev.larder.agent.core.store.StoreException;
import dev.larder.agent.core.tx.Transactions;
import dev.larder.agent.core.wait.Budget;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * The reads of one handle.
 *
 * <p>Each key asked for counts as one call of a method: a hit, a miss, a bypass or an error.
 *
 * <p><b>Threads.</b> Thread-safe.
 *
 * <p><b>Failure.</b> Throws only what a loader throws. If the store fails, the read is a miss.
 */
final class DirectReads {

    /** A value that is there; it may be null. */
    private record Found(@Nullable Object value) {}

    private final ValueKind kind;
    private final @Nullable EntryOwner owner;
    private final Transactions transactions;
    private final ProcessCounters counters;

    DirectReads(ValueKind kind, @Nullable EntryOwner owner, Transactions transactions, ProcessCounters counters) {
        this.kind = kind;
        this.owner = owner;
        this.transactions = transactions;
        this.counters = counters;
    }

    @Nullable
    Object get(String key, Terms terms) {
        Found found = find(key, terms);
        return found == null ? null : found.value;
    }

    boolean exists(String key, Terms terms) {
        return find(key, terms) != null;
    }

    private @Nullable Found find(String key, Terms terms) {
        if (!isOn()) {
            stats().recordBypass();
            return null;
        }
        CachedMethod method = method(terms);
        return kind.attempt(() -> {
            Object found = method.find(key);
            return Miss.isMiss(found) ? lookUp(method, key, terms) : new Found(found);
        });
    }

    /** A transaction that has written does not see what others have cached. */
    private boolean isOn() {
        return engine().isEnabled() && !engine().unfinishedWrites().hideCacheIn(transactions);
    }

    private @Nullable Found lookUp(CachedMethod method, String key, Terms terms) throws StoreException {
        Budget budget = engine().newBudget();
        CacheStore store = engine().awaitStore(budget);
        if (store == null) {
            stats().recordBypass();
            return null;
        }
        EntryId id = kind.entry(key, terms, owner);
        return read(method, key, engine().roomyThreads().run(() -> store.lookup(id, budget)));
    }

    private @Nullable Found read(CachedMethod method, String key, Lookup answer) {
        if (!(answer instanceof Lookup.Fresh fresh)) {
            stats().recordMiss();
            return null;
        }
        Object value = method.read(fresh.entry(), key);
        if (Miss.isMiss(value)) {
            stats().recordMiss();
            return null;
        }
        stats().recordHit();
        return new Found(value);
    }

    /** The values there are, in the order of {@code keys}. */
    Map<String, Object> getAll(List<String> keys, Terms terms) {
        if (keys.isEmpty()) {
            return Map.of();
        }
        Map<String, Object> found = isOn() ? kind.attempt(() -> lookUpAll(keys, terms)) : bypass(keys);
        return found == null ? Map.of() : found;
    }

    private @Nullable Map<String, Object> bypass(List<String> keys) {
        keys.forEach(key -> stats().recordBypass());
        return null;
    }

    private @Nullable Map<String, Object> lookUpAll(List<String> keys, Terms terms) throws StoreException {
        Budget budget = engine().newBudget();
        CacheStore store = engine().awaitStore(budget);
        if (store == null) {
            return bypass(keys);
        }
        List<EntryId> ids = new ArrayList<>(keys.size());
        for (String key : keys) {
            ids.add(kind.entry(key, terms, owner));
        }
        return read(keys, engine().roomyThreads().run(() -> store.lookupAll(ids, budget)), method(terms));
    }

    /** In a map whose values may be null. */
    @SuppressWarnings("NullAway")
    private Map<String, Object> read(List<String> keys, List<Lookup> answers, CachedMethod method) {
        Map<String, Object> values = new LinkedHashMap<>();
        for (int i = 0; i < keys.size(); i++) {
            Found found = read(method, keys.get(i), answers.get(i));
            if (found != null) {
                values.put(keys.get(i), found.value);
            }
        }
        return values;
    }

    /** As a call of a cached method whose body is {@code loader}. */
    @Nullable
    Object getOrLoad(String key, Callable<?> loader, Terms terms) throws Throwable {
        CachedMethod method = method(terms);
        if (!method.isOn()) {
            return loader.call();
        }
        Object found;
        try {
            found = method.find(key);
        } catch (Throwable fault) {
            found = method.fault(fault);
        }
        return found instanceof Miss ? method.load(found, new LoaderCall(loader, terms.tags())) : found;
    }

    private record LoaderCall(Callable<?> loader, List<String> tags) implements Invocation {

        @Override
        public @Nullable Object run() throws Exception {
            return loader.call();
        }

        @Override
        public boolean forbidsStoring(@Nullable Object result) {
            return false;
        }
    }

    /**
     * The remaining ttl of a fresh entry of any type; 0 if there is none. Where a transaction or the master switch
     * keeps {@link #get} from finding anything, only counters are considered. It reads no value, so it is not counted.
     */
    long remainingMillis(String key) {
        Long inStore = kind.attempt(() -> {
            Budget budget = engine().newBudget();
            CacheStore store = engine().awaitStore(budget);
            return store == null
                    ? null
                    : remainingMillis(engine().roomyThreads().run(() -> store.inspect(key, budget)));
        });
        Long inProcess = kind.attempt(() -> counters.remainingMillis(key));
        return Math.max(inStore == null ? 0 : inStore, inProcess == null ? 0 : inProcess);
    }

    private long remainingMillis(Inspection seen) {
        return seen.versions() == 0 || isOn() ? seen.remainingMillis() : 0;
    }

    private CachedMethod method(Terms terms) {
        return kind.method(terms, owner, transactions);
    }

    private CacheEngine engine() {
        return kind.engine();
    }

    private MethodStats stats() {
        return kind.stats();
    }
}
