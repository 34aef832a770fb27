package dev.larder.agent.core.engine;

import dev.larder.agent.core.codec.CodecException;
import dev.larder.agent.core.codec.ValueCodec;
import dev.larder.agent.core.key.UnsupportedKeyException;
import dev.larder.agent.core.stats.MethodStats;
import dev.larder.agent.core.store.Budget;
import dev.larder.agent.core.store.CacheStore;
import dev.larder.agent.core.store.EntryId;
import dev.larder.agent.core.store.StoredEntry;
import dev.larder.agent.core.tx.OwnView;
import dev.larder.agent.core.tx.Transaction;
import dev.larder.agent.core.tx.Transactions;
import dev.larder.agent.core.tx.UnfinishedWrites;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The machinery of one woven call site.
 *
 * <p>A call asks {@link #isOn}, then {@link #find}; what is not found goes through {@link #load}. Whatever throws in
 * between and is not the method's body ends in {@link #fault}, and the body runs.
 *
 * <p>Each call counts exactly one of hit (served without running the body), miss (the body ran because there was no
 * entry), bypass (the cache had no part in it) and error (the cache failed and the body ran).
 *
 * <p><b>Transactions.</b> What a transaction has written is for itself to see until it ends, and what it reads may be of
 * that kind:
 *
 * <ol>
 *   <li>From its first deferred effect until its end, its calls are bypasses.
 *   <li>Before that, in a transaction that may write, a hit is a hit. On a miss the body runs for this caller alone: its
 *       result is not stored, and it waits for nobody's load, since the one who loads may be waiting for a row that this
 *       transaction has locked. The developer hears of it once: a service whose methods all begin one never fills its cache.
 * </ol>
 *
 * <p><b>Threads.</b> Thread-safe. Held by its call site alone, since it refers to the application's classes.
 */
public final class CachedMethod {

    private final CacheEngine engine;
    private final MethodSettings settings;
    private final MethodStats stats;
    private final ResultType type;
    private final ValueCodec codec;
    private final Transactions transactions;
    private final UnfinishedWrites unfinishedWrites;
    private final Shortcuts shortcuts;
    private final long site;
    private final Set<Unfit> warned;

    /**
     * @param transactions those that the method's class loader sees
     */
    public CachedMethod(
            CacheEngine engine,
            MethodSettings settings,
            MethodStats stats,
            ResultType type,
            ValueCodec codec,
            Transactions transactions) {
        this(engine, settings, stats, type, codec, transactions, ConcurrentHashMap.newKeySet());
    }

    private CachedMethod(
            CacheEngine engine,
            MethodSettings settings,
            MethodStats stats,
            ResultType type,
            ValueCodec codec,
            Transactions transactions,
            Set<Unfit> warned) {
        this.engine = engine;
        this.settings = settings;
        this.stats = stats;
        this.type = type;
        this.codec = codec;
        this.transactions = transactions;
        this.unfinishedWrites = engine.unfinishedWrites();
        this.shortcuts = engine.shortcuts();
        this.site = shortcuts.newSite();
        this.warned = warned;
    }

    /** One that counts with this one, warns of nothing that this one has warned of, and is cheap to make. */
    public CachedMethod with(MethodSettings others, @Nullable ClassLoader owner, Transactions seen) {
        ResultType owned = new ResultType(type.type(), type.nullable(), owner);
        return new CachedMethod(engine, others, stats, owned, codec, seen, warned);
    }

    /** Whether calls use the cache now. A call that does not is counted here. */
    public boolean isOn() {
        if (settings.isEnabled() && engine.isEnabled()) {
            return true;
        }
        stats.recordBypass();
        return false;
    }

    /** The hit path: the value, which may be null, or a {@link Miss}. Only looks where it need not wait. */
    public @Nullable Object find(String key) {
        if (isHidden()) {
            return bypass();
        }
        CacheStore store = engine.store();
        return found(store == null ? null : store.peek(key, codec.fingerprint(), settings.tagCount()), key);
    }

    /**
     * As {@link #find}, of a method without tags whose key one argument decides. It may be recalled from then on.
     *
     * @param number the argument if it is a number, else its hash
     * @param argument null if it is a number, or null
     */
    public @Nullable Object find(String key, long number, @Nullable Object argument) {
        if (isHidden()) {
            return bypass();
        }
        CacheStore store = engine.answering();
        if (store == null) {
            return Miss.of(key);
        }
        StoredEntry entry = store.peek(key, codec.fingerprint(), 0);
        Object found = found(entry, key);
        if (entry instanceof StoredEntry.Held held && !Miss.isMiss(found)) {
            shortcuts.offer(site, number, argument, store, key, held);
        }
        return found;
    }

    /** The shortest way to a hit: what {@link #find} would find now, or {@link Miss#NOT_RECALLED}, which says nothing. */
    public @Nullable Object recall(long number, @Nullable Object argument) {
        CacheStore store = isHidden() ? null : engine.answering();
        StoredEntry.Held entry = store == null ? null : shortcuts.find(site, number, argument, store);
        if (entry == null) {
            return Miss.NOT_RECALLED;
        }
        stats.recordHit();
        return entry.value();
    }

    private boolean isHidden() {
        return unfinishedWrites.hideCacheIn(transactions);
    }

    private Miss bypass() {
        stats.recordBypass();
        return Miss.BYPASS;
    }

    private @Nullable Object found(@Nullable StoredEntry entry, String key) {
        Object found = entry == null ? Miss.of(key) : read(entry, key);
        if (!Miss.isMiss(found)) {
            stats.recordHit();
        }
        return found;
    }

    /**
     * The miss path: finds the value where it takes waiting, shares somebody else's load, or runs the body and stores
     * what it returned.
     */
    public @Nullable Object load(Object missed, Invocation call) throws Throwable {
        Miss miss = (Miss) missed;
        EntryId id = entryFor(miss, call);
        if (id == null) {
            return call.run();
        }
        Budget budget = engine.newBudget();
        CacheStore store = engine.awaitStore(budget);
        if (store == null) {
            stats.recordBypass();
            return call.run();
        }
        Load load = new Load(this, store, id, budget);
        Object found = load.findOrClaim(miss);
        return Miss.isMiss(found) ? load.run(call) : found;
    }

    /** What a call does that could not recall: it is no worse off than one with nothing to recall. */
    public Miss recallThrew(Throwable fault) {
        engine.report(signature(), fault);
        return Miss.NOT_RECALLED;
    }

    /** Null when there is none: the call is counted, and its body has to run. */
    private @Nullable EntryId entryFor(Miss miss, Invocation call) {
        String key = miss.key();
        if (key == null) {
            return null;
        }
        try {
            return new EntryId(key, codec.fingerprint(), call.tags());
        } catch (Throwable untagged) {
            stats.recordBypass();
            warnOnce(Unfit.TAG, "A call of " + signature() + " ran uncached: " + tagProblem(untagged));
            return null;
        }
    }

    private static String tagProblem(Throwable untagged) {
        return untagged instanceof UnsupportedKeyException
                ? untagged.getMessage()
                        + ". So will others like it. Name a property of it in the tag instead, such as {0.id}"
                : "a property that its tags name threw " + untagged.getClass().getName();
    }

    /** Takes note of what the application's {@code when} said, and passes it on. */
    public boolean noted(boolean allowed) {
        if (!allowed) {
            stats.recordBypass();
        }
        return allowed;
    }

    /** The application's {@code when} threw, which is no yes. Returns what it would have returned, had it said no. */
    public boolean whenThrew(Throwable theirs) {
        warnOnce(
                Unfit.WHEN,
                "A call of " + signature() + " ran uncached: the method that its 'when' names threw "
                        + theirs.getClass().getName());
        return false;
    }

    /** What a call does whose key or look-up threw: it is counted, and the body runs. */
    public Miss fault(Throwable fault) {
        if (fault instanceof UnsupportedKeyException) {
            stats.recordBypass();
            warnOnce(
                    Unfit.KEY,
                    "A call of " + signature() + " ran uncached: " + fault.getMessage()
                            + ". So will others like it. Name a property of it in the key instead, such as {0.id}");
        } else {
            stats.recordError();
            engine.report(signature(), fault);
        }
        return Miss.BYPASS;
    }

    /** The value of {@code entry}, or a {@link Miss} when this method cannot use it. */
    public @Nullable Object read(StoredEntry entry, String key) {
        Object value;
        if (entry instanceof StoredEntry.Shared shared) {
            value = shared.owner() == type.owner() ? shared.value() : Miss.of(key);
        } else {
            value = decode(((StoredEntry.Encoded) entry).envelope(), key);
        }
        return Miss.isMiss(value) || type.accepts(value) ? value : Miss.of(key);
    }

    private @Nullable Object decode(byte[] envelope, String key) {
        try {
            return codec.decode(envelope);
        } catch (CodecException e) {
            stats.recordDecodeFailure();
            warnOnce(
                    Unfit.ENTRY,
                    "An entry of " + signature() + " cannot be read: " + e.getMessage()
                            + ". It counts as a miss and is replaced by the next load");
            return Miss.of(key);
        }
    }

    /** {@code result} as an entry for a store that does or does not keep references. */
    StoredEntry write(@Nullable Object result, boolean keepsReferences) throws CodecException {
        return keepsReferences && codec.isImmutable(result)
                ? StoredEntry.Shared.of(result, type.owner())
                : new StoredEntry.Encoded(codec.encode(result));
    }

    CacheEngine engine() {
        return engine;
    }

    /** Whether what the calling thread reads may be what only its own transaction can see. */
    boolean isInWritingTransaction() {
        Transaction current = transactions.current();
        OwnView view = current == null ? null : current.ownView();
        if (view != null) {
            warnOnce(
                    Unfit.TRANSACTION,
                    "Results of " + signature() + " are not stored where it is called in a transaction " + view.clause()
                            + ". Where there is an entry, such a call is served from it; where there is none, each such"
                            + " call runs the method. " + view.remedy());
        }
        return view != null;
    }

    String signature() {
        return settings.signature();
    }

    MethodSettings settings() {
        return settings;
    }

    MethodStats stats() {
        return stats;
    }

    /** Each thing about this method that cannot be cached is worth one line; the counters have the rest. */
    void warnOnce(Unfit what, String message) {
        if (warned.add(what)) {
            engine.warn(message);
        }
    }

    /** What about a method may not fit the cache. */
    enum Unfit {
        KEY,
        TAG,
        WHEN,
        RESULT,
        UNLESS,
        ENTRY,
        TRANSACTION
    }
}
