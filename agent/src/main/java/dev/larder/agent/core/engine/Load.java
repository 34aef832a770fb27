package dev.larder.agent.core.engine;

import dev.larder.agent.core.codec.CodecException;
import dev.larder.agent.core.engine.CachedMethod.Unfit;
import dev.larder.agent.core.engine.Flight.Claimed;
import dev.larder.agent.core.engine.Flight.Landed;
import dev.larder.agent.core.stats.MethodStats;
import dev.larder.agent.core.store.Budget;
import dev.larder.agent.core.store.CacheStore;
import dev.larder.agent.core.store.Claim;
import dev.larder.agent.core.store.EntryId;
import dev.larder.agent.core.store.Lease;
import dev.larder.agent.core.store.Lookup;
import dev.larder.agent.core.store.StoreException;
import dev.larder.agent.core.store.StoredEntry;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One call that did not find its value at once.
 *
 * <p>It looks in the store, then either waits for the load that is under way in this process, or leads one: it claims
 * the lease (waiting for another process that holds it), runs the body, and stores under the lease.
 *
 * <p><b>No caller gets what was evicted before its call began</b>, although callers share loads:
 *
 * <ol>
 *   <li>Those who wait get the leader's entry only if it was stored, that is, if the lease still stood then: no
 *       eviction came between the leader's claim and its store.
 *   <li>The flight is closed to newcomers before the store is asked. So whoever waits began before the store took
 *       place, and an eviction after that returned after their call began.
 *   <li>When the leader finds an entry instead of loading it, those who wait look for themselves: some of them may
 *       have begun after an eviction that came after the leader looked.
 * </ol>
 *
 * <p><b>Nobody waits for a load that was void before its call began.</b> Whoever meets a flight asks the store whether
 * the flight's lease still stands, and if it does not, ends the flight for newcomers and leads the next one:
 *
 * <ol>
 *   <li>Only the store knows of all evictions, since any process may evict. Where it does not answer, the caller waits: what
 *       is void is not shared, so that costs time and nothing else.
 *   <li>A lease that was asked for after the call began need not be asked about. So the many who come at once for a cold
 *       key ask nothing, and of those who come while it is loaded each asks once.
 *   <li>As long as the leader is still asking for the lease there is nothing to ask about. The newcomer waits for that
 *       answer first: there may be an eviction between it and the lease.
 *   <li>A lease that does not stand never stands again, so the load that had it cannot store, and nothing is lost by
 *       leaving it. Had it been stored meanwhile, the next claim finds the entry.
 *   <li>Those who wait for the old load go on waiting: they began before the eviction returned. The old leader, when it
 *       lands, leaves the new flight in its place.
 *   <li>The claim is not the question to ask: it would take a lease that is over, and so stop every load that takes longer
 *       than its lease from storing, although nothing was evicted.
 * </ol>
 *
 * <p>When an eviction or a store that failed left them without an entry, they load once more together, not each for
 * itself: losing Redis must not multiply the load it was there to keep away. When the body threw, or returned what
 * cannot be stored, or nothing may be stored for a while after an eviction, each runs it at once, as it would without
 * the cache.
 *
 * <p><b>Threads.</b> Confined to the call's thread.
 *
 * <p><b>Failure.</b> Nothing but the body's own exceptions leaves it. Whatever else is thrown is counted once, as the
 * error of this call.
 */
final class Load {

    /** For how many loads of others a call waits, all of them within its patience. */
    private static final int MAX_WAITS = 2;

    private static final long MIN_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(2);
    private static final long MAX_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    /** The innermost load whose body the thread is running. */
    private static final ThreadLocal<@Nullable Load> RUNNING = new ThreadLocal<>();

    private final CacheEngine engine;
    private final CachedMethod method;
    private final MethodStats stats;
    private final CacheStore store;
    private final EntryId id;
    private final Budget budget;
    private final Flight flight = new Flight();
    private boolean leading;
    private boolean failed;

    /** Whether nothing can come of this load for others: those who waited need not try that together again. */
    private boolean fruitless;

    private @Nullable Lease lease;

    Load(CachedMethod method, CacheStore store, EntryId id, Budget budget) {
        this.engine = method.engine();
        this.method = method;
        this.stats = method.stats();
        this.store = store;
        this.id = id;
        this.budget = budget;
    }

    /** The value, or {@code miss} when the body has to {@link #run}. Never throws. */
    @Nullable
    Object findOrClaim(Miss miss) {
        Object found = miss;
        try {
            found = search(miss);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // somebody wants this thread back: it stops waiting for others
        } catch (StoreException e) {
            failed = true; // the failover says so to the operator when it changes the mode
        } catch (Throwable fault) {
            failed = true;
            engine.report(method.signature(), fault);
        }
        if (!Miss.isMiss(found)) {
            stats.recordHit();
            land(null);
        }
        return found;
    }

    private @Nullable Object search(Miss miss) throws StoreException, InterruptedException {
        long startNanos = engine.ticker().nanoTime();
        Object found;
        try {
            found = lookUp(miss);
        } catch (StoreException unanswered) {
            return follow(startNanos, unanswered);
        }
        return Miss.isMiss(found) && !method.isInWritingTransaction() ? shareOrClaim(miss, startNanos) : found;
    }

    private @Nullable Object shareOrClaim(Miss miss, long startNanos) throws StoreException, InterruptedException {
        Object found = miss;
        for (int waits = 0; Miss.isMiss(found) && waits < MAX_WAITS; waits++) {
            Flight other = board(startNanos);
            if (other == null) {
                leading = true;
                return claim(miss, startNanos);
            }
            Landed landed = await(other, startNanos);
            if (landed == null) {
                return miss;
            }
            found = share(landed, miss);
            if (landed.isFruitless()) {
                return found;
            }
        }
        return found;
    }

    /**
     * The flight to wait for; null if there is none, and this call leads one.
     *
     * <p>What takes the place of a void flight was claimed, or will be, after this call began: it is not asked about.
     */
    private @Nullable Flight board(long startNanos) throws InterruptedException {
        Flight other = engine.flights().join(id, flight);
        if (other == null || !isVoid(other, startNanos, engine.newBudget())) {
            return other;
        }
        engine.flights().close(id, other);
        return engine.flights().join(id, flight);
    }

    /** Whether an eviction from before this call has made the load worthless, as far as the store says. */
    private boolean isVoid(Flight other, long startNanos, Budget asking) throws InterruptedException {
        Claimed claimed = engine.flights().awaitClaim(other, isNested(), patienceLeftNanos(startNanos));
        if (claimed == null || claimed.askedNanos() - startNanos > 0) {
            return false;
        }
        try {
            return !claimed.lease().stands(asking);
        } catch (StoreException unanswered) {
            return false;
        }
    }

    /**
     * A caller whom the store left without an answer has nothing left to claim a lease with. It can still share the load
     * of one that got an answer: many callers at once are what makes a store slow.
     */
    private @Nullable Object follow(long startNanos, StoreException unanswered)
            throws StoreException, InterruptedException {
        Flight other = method.isInWritingTransaction() ? null : engine.flights().underWay(id);
        if (other == null
                || (isVoid(other, startNanos, budget) && engine.flights().close(id, other))) {
            throw unanswered; // a flight closed by its leader is about to land: its lease may have ended with the store
        }
        Landed landed = await(other, startNanos);
        StoredEntry entry = landed == null ? null : landed.entry();
        if (entry == null) {
            throw unanswered;
        }
        return method.read(entry, id.key());
    }

    private @Nullable Landed await(Flight other, long startNanos) throws InterruptedException {
        return engine.flights().await(other, isNested(), patienceLeftNanos(startNanos));
    }

    private long patienceLeftNanos(long startNanos) {
        return engine.patienceNanos() - waitedNanos(startNanos);
    }

    private @Nullable Object share(Landed landed, Miss miss) throws StoreException {
        StoredEntry entry = landed.entry();
        return entry == null ? lookUp(miss) : method.read(entry, id.key());
    }

    private long waitedNanos(long startNanos) {
        return engine.ticker().nanoTime() - startNanos;
    }

    private @Nullable Object lookUp(Miss miss) throws StoreException {
        return store.lookup(id, budget) instanceof Lookup.Fresh fresh ? read(fresh.entry(), miss) : miss;
    }

    /**
     * Each look at somebody else's lease has a budget of its own: looking is part of the wait for their load, which
     * ends with the lease. Charged to this call, a few slow answers would end the wait, and the body would run twice.
     */
    private @Nullable Object claim(Miss miss, long startNanos) throws StoreException, InterruptedException {
        for (Budget look = budget; ; look = engine.newBudget()) {
            long askedNanos = engine.ticker().nanoTime();
            Claim claim = store.claim(id, look);
            if (claim instanceof Claim.Granted granted) {
                lease = granted.lease();
                flight.claim(new Claimed(granted.lease(), askedNanos));
                return miss;
            }
            if (claim instanceof Claim.Found found) {
                Object value = read(found.entry(), miss);
                if (!Miss.isMiss(value)) {
                    return value;
                }
            }
            if (claim instanceof Claim.HeldOff) {
                landFruitless();
                return miss;
            }
            long waitedNanos = waitedNanos(startNanos);
            if (isNested() || waitedNanos >= engine.patienceNanos()) {
                return miss;
            }
            flight.waitForAnotherProcess();
            pause(waitedNanos);
        }
    }

    /** An entry this version cannot read is in its way: it goes, and exactly it. */
    private @Nullable Object read(StoredEntry entry, Miss miss) throws StoreException {
        Object value = method.read(entry, id.key());
        if (Miss.isMiss(value)) {
            store.discard(id, entry, budget);
            return miss;
        }
        return value;
    }

    /**
     * Whether this thread is loading something else at the same time. Then it does not wait for another process: that
     * one might be waiting for the lease this thread holds. See {@link SingleFlight}.
     */
    private static boolean isNested() {
        return RUNNING.get() != null;
    }

    /** Longer and longer, by a quarter of the time waited, so that a long load is not asked for too often. */
    private static void pause(long waitedNanos) throws InterruptedException {
        TimeUnit.NANOSECONDS.sleep(Math.max(MIN_PAUSE_NANOS, Math.min(MAX_PAUSE_NANOS, waitedNanos / 4)));
    }

    /** Runs the body, once. */
    @Nullable
    Object run(Invocation call) throws Throwable {
        Load outer = RUNNING.get();
        long startNanos = engine.ticker().nanoTime();
        Object result;
        RUNNING.set(this);
        try {
            result = call.run();
        } catch (Throwable theirs) {
            finish(Load::giveUpFailed);
            throw theirs;
        } finally {
            RUNNING.set(outer); // null is as good as removed, and the next load need not make a place for itself
        }
        finish(load -> load.keep(call, result, startNanos));
        return result;
    }

    /** Ends the load, whatever happens in {@code last}, and counts the call. Never throws. */
    private void finish(Ending last) {
        StoredEntry stored = null;
        try {
            stored = last.end(this);
        } catch (StoreException e) {
            failed = true;
            releaseAfterFault();
        } catch (Throwable fault) {
            failed = true;
            engine.report(method.signature(), fault);
            releaseAfterFault();
        } finally {
            land(stored);
        }
        if (failed) {
            stats.recordError();
        } else {
            stats.recordMiss();
        }
    }

    /** A lease that stays would make the next callers wait for a load that has ended. */
    private void releaseAfterFault() {
        try {
            giveUp();
        } catch (Throwable again) {
            // The lease then ends when its time is up; the fault itself is counted and reported already.
        }
    }

    private @Nullable StoredEntry giveUpFailed() throws StoreException {
        fruitless = true;
        stats.recordLoadFailure();
        return giveUp();
    }

    private @Nullable StoredEntry giveUp() throws StoreException {
        if (lease != null) {
            lease.release(budget);
        }
        return null;
    }

    /** Stores the result and says what was stored; null if it was not. */
    private @Nullable StoredEntry keep(Invocation call, @Nullable Object result, long startNanos)
            throws StoreException {
        stats.recordLoad(engine.ticker().nanoTime() - startNanos);
        if (lease == null) {
            return null;
        }
        fruitless = true; // until it is clear that the result can be stored
        long ttlMillis = method.settings().ttlMillisFor(result == null);
        if (ttlMillis == 0 || isForbidden(call, result)) {
            stats.recordUnfitResult();
            return giveUp();
        }
        try {
            StoredEntry entry = method.write(result, lease.keepsReferences());
            fruitless = false;
            return store(entry, ttlMillis, lease);
        } catch (CodecException e) {
            stats.recordUnfitResult();
            method.warnOnce(Unfit.RESULT, "A result of " + method.signature() + " was not cached: " + e.getMessage());
            return giveUp();
        }
    }

    /** An {@code unless} that throws cannot say that the result may be stored. */
    private boolean isForbidden(Invocation call, @Nullable Object result) {
        try {
            return call.forbidsStoring(result);
        } catch (Throwable theirs) {
            method.warnOnce(
                    Unfit.UNLESS,
                    "A result of " + method.signature() + " was not cached: the method that its 'unless' names"
                            + " threw " + theirs.getClass().getName());
            return true;
        }
    }

    private @Nullable StoredEntry store(StoredEntry entry, long ttlMillis, Lease lease) throws StoreException {
        engine.flights().close(id, flight);
        if (lease.store(entry, Jitter.shorten(ttlMillis), budget)) {
            stats.recordStore();
            return entry;
        }
        stats.recordRefusedStore();
        return null;
    }

    /** There will be nothing to share, which those who wait need not wait to hear. */
    private void landFruitless() {
        fruitless = true;
        land(null);
        leading = false;
    }

    private void land(@Nullable StoredEntry stored) {
        if (leading) {
            engine.flights().close(id, flight);
            flight.land(new Landed(stored, fruitless));
        }
    }

    /** How a load ends: with an entry stored, or not. */
    @FunctionalInterface
    private interface Ending {
        @Nullable
        StoredEntry end(Load load) throws Throwable;
    }
}
