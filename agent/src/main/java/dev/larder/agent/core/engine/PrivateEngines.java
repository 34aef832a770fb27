package dev.larder.agent.core.engine;

import dev.larder.agent.core.base.Tier;
import dev.larder.agent.core.store.CacheStore;
import dev.larder.agent.core.store.Eviction;
import dev.larder.agent.core.store.Inspection;
import dev.larder.agent.core.store.LocalEntries;
import dev.larder.agent.core.store.StoreException;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The engines of results that never leave this process, beside the one of all others: of those that must not, since they are sensitive and
 * there is no key to encrypt them with, and of those that are kept here on purpose ({@code tier = LOCAL}). Each begins when the first
 * method needs it.
 *
 * <p><b>Threads.</b> Thread-safe.
 */
public final class PrivateEngines {

    private final CacheEngine whole;

    /** Whether there are any; publishes them to evictions. */
    volatile boolean exist;

    /** Of results that must not leave; null while there is no method with such. */
    private volatile @Nullable CacheEngine confined;

    /** Makes the store of results that are kept here on purpose; null where the whole engine keeps its entries here anyway. */
    private volatile @Nullable Supplier<? extends CacheStore> localStore;

    /** Of these results; null while there are none. */
    private volatile @Nullable CacheEngine local;

    PrivateEngines(CacheEngine whole) {
        this.whole = whole;
    }

    /**
     * The engine of methods whose results must not leave. Evictions reach its entries, and the same transactions do not see them.
     *
     * @param store makes its store, the first time
     */
    public synchronized CacheEngine confinedTo(Supplier<CacheStore> store) {
        CacheEngine known = confined;
        if (known == null) {
            known = new CacheEngine(whole);
            known.open(store.get());
            exist = true; // first: an eviction looks at it before it looks for them
            confined = known;
        }
        return known;
    }

    /** Results that are kept here on purpose get a store of their own, which {@code store} makes when it is needed. */
    public void keepLocalIn(Supplier<? extends CacheStore> store) {
        localStore = store;
    }

    /** The engine of results that are kept here on purpose. */
    CacheEngine local() {
        CacheEngine known = local;
        return known != null ? known : localStore == null ? whole : begin();
    }

    private CacheEngine begin() {
        synchronized (whole) { // with which it begins to wait for written-behind values, too
            CacheEngine known = local;
            Supplier<? extends CacheStore> store = localStore;
            if (known == null && store != null) {
                known = new CacheEngine(whole);
                whole.guardAlso(known);
                known.open(store.get());
                exist = true;
                local = known;
            }
            return known == null ? whole : known;
        }
    }

    /** As {@link CacheEngine#guardLoads}. */
    void guardLoads(UnaryOperator<CacheStore> guard, Predicate<String> comingWrites) {
        CacheEngine own = local;
        if (own != null) {
            own.guardLoads(guard, comingWrites);
        }
    }

    /** From all of them. */
    long evict(Eviction eviction) throws StoreException {
        CacheEngine own = confined;
        return (own == null ? 0 : own.evict(eviction)) + evictLocal(eviction);
    }

    /**
     * Only from the results that are kept here on purpose: before a put begins, so that no load from before it is stored, and when it has
     * been made.
     */
    public long evictLocal(Eviction eviction) throws StoreException {
        CacheEngine own = local;
        return own == null ? 0 : own.evict(eviction);
    }

    /** How many there are, perhaps some whose time is up. */
    public long localEntries() {
        CacheEngine own = local;
        LocalEntries kept = own == null ? null : own.local(Tier.SHARED);
        return kept == null ? 0 : kept.memoryEntries();
    }

    /** What they have under a key, for operators. */
    public Inspection inspectLocal(String key) throws StoreException {
        CacheEngine own = local;
        CacheStore kept = own == null ? null : own.store();
        return kept == null ? Inspection.NOTHING : kept.inspect(key, whole.newBudget());
    }

    /** Before the whole engine is switched. What was put while caching was off has not reached the local entries, so they go. */
    void beforeSwitch(boolean enabled) {
        CacheEngine own = local;
        if (own != null) {
            evictAll(own);
            own.setEnabled(enabled);
        }
    }

    void afterSwitch(boolean enabled) {
        CacheEngine own = confined;
        if (own != null) {
            own.setEnabled(enabled);
        }
    }

    private static void evictAll(CacheEngine own) {
        try {
            own.evict(Eviction.ofPattern(Eviction.EVERYTHING));
        } catch (StoreException e) {
            throw new IllegalStateException("Memory failed an eviction", e);
        }
    }
}
