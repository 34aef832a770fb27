package dev.larder.agent.core.engine;

import dev.larder.agent.core.base.Tier;
import dev.larder.agent.core.codec.CodecException;
import dev.larder.agent.core.codec.Sealing;
import dev.larder.agent.core.codec.ValueCodec;
import dev.larder.agent.core.engine.flight.LoadingThread;
import dev.larder.agent.core.engine.refresh.Freshness;
import dev.larder.agent.core.engine.refresh.MethodRefreshes;
import dev.larder.agent.core.engine.refresh.Renewal;
import dev.larder.agent.core.key.text.UnsupportedKeyException;
import dev.larder.agent.core.stats.MethodStats;
import dev.larder.agent.core.store.CacheStore;
import dev.larder.agent.core.store.EntryId;
import dev.larder.agent.core.store.EntryOwner;
import dev.larder.agent.core.store.LocalEntries;
import dev.larder.agent.core.store.StoredEntry;
import dev.larder.agent.core.tx.Transactions;
import dev.larder.agent.core.tx.UnfinishedWrites;
import dev.larder.agent.core.wait.Budget;
import org.jspecify.annotations.Nullable;

/**
 * The machinery of one woven call site.
 *
 * <p>A call asks {@link #isOn}, then {@link #find}, and on a miss {@link #load}. Anything thrown in between, except by
 * the method's body, ends in {@link #fault}, and the body runs.
 *
 * <p>Each call counts exactly one of hit (served without running the body), miss (the body ran because there was no
 * entry), bypass (the cache took no part in it) and error (the cache failed and the body ran). {@link CallersTransaction} says
 * what calls in transactions do.
 *
 * <p><b>Threads.</b> Thread-safe. Held by its call site alone, since it refers to the application's classes.
 */
public final class CachedMethod {

    private final CacheEngine engine;
    private final MethodSettings settings;
    private final MethodStats stats;
    private final MethodWarnings warnings;
    private final StoredResults results;
    private final Transactions transactions;
    private final CallersTransaction transaction;
    private final UnfinishedWrites unfinishedWrites;
    private final Shortcuts shortcuts;
    private final long site;

    /**
     * Null where no entry serves beyond its time to live or is refreshed before its end, until the first call ahead. Then set without a
     * lock: what it refers to is complete for every thread that sees it.
     */
    private @Nullable MethodRefreshes refreshes;

    /** The same for results that are kept in this process on purpose; null before the first call of that tier. */
    private volatile @Nullable CachedMethod here;

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
        this(engine, settings, stats, type, codec, null, transactions);
    }

    /** @param sealing what encrypts the results for stores that others can read; null for nothing */
    public CachedMethod(
            CacheEngine engine,
            MethodSettings settings,
            MethodStats stats,
            ResultType type,
            ValueCodec codec,
            @Nullable Sealing sealing,
            Transactions transactions) {
        this(
                engine,
                settings,
                stats,
                type,
                codec,
                sealing,
                transactions,
                new MethodWarnings(engine, settings.signature()));
    }

    private CachedMethod(
            CacheEngine engine,
            MethodSettings settings,
            MethodStats stats,
            ResultType type,
            ValueCodec codec,
            @Nullable Sealing sealing,
            Transactions transactions,
            MethodWarnings warnings) {
        this(engine, settings, stats, new StoredResults(type, codec, sealing, stats, warnings), transactions, warnings);
    }

    private CachedMethod(
            CacheEngine engine,
            MethodSettings settings,
            MethodStats stats,
            StoredResults results,
            Transactions transactions,
            MethodWarnings warnings) {
        this.engine = engine;
        this.settings = settings;
        this.stats = stats;
        this.warnings = warnings;
        this.results = results;
        this.transactions = transactions;
        this.transaction = new CallersTransaction(transactions, warnings);
        this.unfinishedWrites = engine.unfinishedWrites();
        this.shortcuts = engine.shortcuts();
        this.site = shortcuts.newSite();
        this.refreshes = settings.freshness().isOn() ? refreshesOf(settings.freshness(), settings, engine) : null;
    }

    private static MethodRefreshes refreshesOf(Freshness freshness, MethodSettings settings, CacheEngine engine) {
        return new MethodRefreshes(
                freshness,
                () -> Math.min(settings.ttlMillisFor(false), engine.longestMillis()),
                () -> Math.min(settings.ttlMillisFor(true), engine.longestMillis()),
                engine.refreshThreads(),
                engine.ticker());
    }

    /** Another one with the same counters, which repeats no WARN of this one and is cheap to make. */
    public CachedMethod with(MethodSettings others, @Nullable EntryOwner owner, Transactions seen) {
        return new CachedMethod(engine, others, stats, results.of(owner), seen, warnings);
    }

    /**
     * The same method for objects whose class fixes its result type. It has the same counters, repeats no WARN of this
     * one, and recalls nothing that this one found.
     */
    public CachedMethod bound(Class<?> result, ValueCodec others) {
        return new CachedMethod(engine, settings, stats, results.of(result, others), transactions, warnings);
    }

    /** Whether calls use the cache now. A call that does not is counted here. */
    public boolean isOn() {
        if (settings.isEnabled() && engine.isEnabled()) {
            return true;
        }
        stats.recordBypass();
        return false;
    }

    /**
     * The hit path: the value, which may be null, or a {@link Miss}. Looks only into stores that answer without
     * waiting.
     */
    public @Nullable Object find(String key) {
        if (unfinishedWrites.hideCacheIn(transactions)) {
            return bypass();
        }
        LocalEntries local = Renewal.threads != 0 && Renewal.isWanted() ? null : engine.local(settings.tier);
        if (local == null) {
            return new Miss(key, false);
        }
        int tags = settings.tagCount();
        StoredEntry entry = local.peek(results.owner(), key, results.fingerprint(), tags);
        if (entry == null) { // which says nothing to a reader of tags
            return new Miss(key, tags == 0 && refreshes == null && local.areAll());
        }
        return found(entry, key);
    }

    /**
     * As {@link #find}, for a method without tags whose key one argument decides. The entry may be recalled from then
     * on.
     *
     * @param number the argument if it is a number, else its hash
     * @param argument null if it is a number, or null
     */
    public @Nullable Object find(String key, long number, @Nullable Object argument) {
        if (unfinishedWrites.hideCacheIn(transactions)) {
            return bypass();
        }
        LocalEntries local = Renewal.threads != 0 && Renewal.isWanted() ? null : engine.local(settings.tier);
        if (local == null) {
            return new Miss(key, false);
        }
        StoredEntry entry = local.peek(results.owner(), key, results.fingerprint(), 0);
        if (entry == null) {
            return new Miss(key, refreshes == null && local.areAll());
        }
        Object found = found(entry, key);
        if (entry instanceof StoredEntry.Held held && !Miss.isMiss(found)) {
            long nanos = refreshes == null ? Shortcuts.NO_LIMIT : refreshes.notDueNanos(held);
            shortcuts.offer(site, number, argument, local, key, held, nanos);
        }
        return found;
    }

    /** The shortest way to a hit: what {@link #find} would find now, or {@link Miss#NOT_RECALLED}, which says nothing. */
    public @Nullable Object recall(long number, @Nullable Object argument) {
        boolean isRenewed = Renewal.threads != 0 && Renewal.isWanted();
        LocalEntries local =
                isRenewed || unfinishedWrites.hideCacheIn(transactions) ? null : engine.local(settings.tier);
        StoredEntry.Held entry = local == null ? null : shortcuts.find(site, number, argument, local, results.owner());
        if (entry == null) {
            return Miss.NOT_RECALLED;
        }
        if (settings.tier == Tier.NEAR) {
            stats.recordNearHit();
        } else {
            stats.recordHit();
        }
        return entry.value();
    }

    /**
     * What continues a call that has not found its value at once: this, or the same for results that are kept in this process on
     * purpose. A call stays with it, whatever an operator changes meanwhile.
     */
    public CachedMethod ofItsTier() {
        return settings.tier == Tier.LOCAL ? here() : this;
    }

    private CachedMethod here() {
        CachedMethod made = here;
        if (made == null) {
            CacheEngine own = engine.privateEngines().local();
            made = own == engine ? this : new CachedMethod(own, settings, stats, results, transactions, warnings);
            made.refreshes = refreshes; // who finds an entry due, and who refreshes it, share what they know
            here = made;
        }
        return made;
    }

    private Miss bypass() {
        stats.recordBypass();
        return Miss.BYPASS;
    }

    private @Nullable Object found(StoredEntry entry, String key) {
        Object found = results.read(entry, key);
        if (Miss.isMiss(found)) {
            return found;
        }
        if (Renewal.threads != 0) {
            renewIfWanted();
        }
        MethodRefreshes due = refreshes;
        if (due != null && due.isDue(entry, found == null, key)) {
            return Miss.due(key);
        }
        if (settings.tier == Tier.NEAR) {
            stats.recordNearHit();
        } else {
            stats.recordHit();
        }
        return found;
    }

    /** Of several threads that are the first, one may renew in vain. */
    private void renewIfWanted() {
        if (refreshes == null && Renewal.isWanted()) {
            refreshes = refreshesOf(Freshness.OFF, settings, engine);
        }
    }

    /**
     * The miss path: finds the value in a store that has to be waited for, shares another caller's load, or runs the
     * body and stores its result.
     *
     * <p><b>Why</b> the body runs from here and not from {@link Load}: each level of a recursion through a cached method
     * then has only two frames of ours on the stack, this one and that of the {@link Invocation}.
     */
    public @Nullable Object load(Object missed, Invocation call) throws Throwable {
        CachedMethod own = settings.tier == Tier.LOCAL ? here() : this;
        if (Renewal.threads != 0) {
            own.renewIfWanted();
        }
        Load load = own.begin((Miss) missed, call);
        if (load == null) {
            if (Renewal.threads != 0) {
                Renewal.close();
            }
            return call.run();
        }
        try {
            load.thread.innermost = load.nesting;
            Object found = load.find();
            if (!Miss.isMiss(found)) {
                return load.due == null ? found : load.refreshed(call, found);
            }
            if (Renewal.threads != 0) {
                Renewal.close();
            }
            Object result;
            try {
                result = call.run();
            } catch (Throwable theirs) {
                load.end.threw();
                Object before = refreshes == null ? missed : load.insteadOf(theirs);
                if (!Miss.isMiss(before)) {
                    return before;
                }
                throw theirs;
            }
            load.end.judge(call, result);
            load.end.keep();
            return result;
        } finally {
            // Nothing but fields here: there may be no stack left for a call, and no memory.
            load.thread.innermost = load.outer;
            if (!load.end.isOver) {
                load.flights.abandoned = true;
            }
        }
    }

    /**
     * Null where the body runs outside of the cache; then the call is counted. So it does with too little stack: all of
     * a load is done at the same depth, and must not overflow half-way.
     */
    private @Nullable Load begin(Miss miss, Invocation call) {
        String key = miss.key();
        if (key == null) {
            return null;
        }
        LoadingThread thread = LoadingThread.current();
        EntryId id = thread.isShortOfStack() ? uncached() : id(key, call);
        if (id == null) {
            return null;
        }
        Budget budget = engine.newBudget();
        CacheStore store = engine.awaitStore(budget);
        if (store == null) {
            stats.recordBypass();
            return null;
        }
        return new Load(this, store, id, miss, call, budget, thread, thread.innermost, thread);
    }

    /** Counts a call whose body runs outside of the cache, and so has no entry. */
    public @Nullable EntryId uncached() {
        stats.recordBypass();
        return null;
    }

    /** Null if there is none, since a tag has no text; then the call is counted. */
    public @Nullable EntryId id(String key, Invocation call) {
        try {
            boolean isRenewed = Renewal.threads != 0 && Renewal.isWanted();
            return results.id(key, call.tags(), settings.keepsNear && !isRenewed && engine.mayUseCopies());
        } catch (Throwable untagged) {
            warnings.tag(untagged);
            return uncached();
        }
    }

    /** For a call whose recall threw: it continues like a call with nothing to recall. */
    public Miss recallThrew(Throwable fault) {
        engine.report(signature(), fault);
        return Miss.NOT_RECALLED;
    }

    /** Counts the result of the application's {@code when}, and returns it. */
    public boolean noted(boolean allowed) {
        if (!allowed) {
            stats.recordBypass();
        }
        return allowed;
    }

    /** Treats an exception of the application's {@code when} as false. */
    public boolean whenThrew(Throwable theirs) {
        warnings.when(theirs);
        return false;
    }

    /** For a call whose key or lookup threw: it is counted, and the body runs. */
    public Miss fault(Throwable fault) {
        if (fault instanceof UnsupportedKeyException unsupported) {
            stats.recordBypass();
            warnings.key(unsupported);
        } else {
            stats.recordError();
            engine.report(signature(), fault);
        }
        return Miss.BYPASS;
    }

    /** The value of {@code entry}, or a {@link Miss} when this method cannot use it. */
    public @Nullable Object read(StoredEntry entry, String key) {
        return results.read(entry, key);
    }

    /**
     * A copy of a part of a result, for a result whose parts the caller gets before it has all of them; null if there can be
     * none.
     */
    public @Nullable Object copyOf(Object part) {
        try {
            return results.copy(part);
        } catch (CodecException e) {
            warnings.result(e);
            return null;
        }
    }

    /** Says once that a result was not stored, for a reason that the result itself does not show. */
    public void refuse(String reason, String remedy) {
        warnings.result(new CodecException(reason, remedy));
    }

    /** That it shares with other methods. */
    public CacheEngine engine() {
        return engine;
    }

    /** As {@link MethodSettings#signature}. */
    public String signature() {
        return settings.signature();
    }

    MethodSettings settings() {
        return settings;
    }

    /** Its counters. */
    public MethodStats stats() {
        return stats;
    }

    MethodWarnings warnings() {
        return warnings;
    }

    StoredResults results() {
        return results;
    }

    /** Null where the time to live is all that matters. */
    @Nullable
    MethodRefreshes refreshes() {
        return refreshes;
    }

    /** What the transaction of the calling thread means for it. */
    public CallersTransaction transaction() {
        return transaction;
    }
}
