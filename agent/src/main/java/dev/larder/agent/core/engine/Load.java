package dev.larder.agent.core.engine;

import dev.larder.agent.core.engine.Landed.Outcome;
import dev.larder.agent.core.engine.LoadingThread.Nesting;
import dev.larder.agent.core.store.CacheStore;
import dev.larder.agent.core.store.Claim;
import dev.larder.agent.core.store.EntryId;
import dev.larder.agent.core.store.Lease;
import dev.larder.agent.core.store.Lookup;
import dev.larder.agent.core.store.StoreException;
import dev.larder.agent.core.store.StoredEntry;
import dev.larder.agent.core.wait.Budget;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One call that did not find its value at once.
 *
 * <p>It looks in the store, then either waits for the load that is under way in this process, or leads one: it claims
 * the lease (waiting for another process that holds it), runs the body, and stores under the lease. Where the store does
 * not answer, it does the same without a lease.
 *
 * <p><b>No caller gets what was evicted before its call began</b>, although callers share loads. A caller gets
 *
 * <ol>
 *   <li>the result of a body that began after the call did, whether it was stored or not: the caller's own body would
 *       have begun no later. If the store does not answer, only this is shared, and it is enough to keep many
 *       simultaneous callers from each running the body;
 *   <li>or the result of a body whose lease was still valid when the call asked, after the call had begun: no eviction
 *       came between the claim and that answer;
 *   <li>or a value that was stored under a valid lease, so that no eviction came between the leader's claim and its
 *       store. New callers do not wait for it once the store is sent. So every waiting call began before the store,
 *       and an eviction after that returned after the call began;
 *   <li>or what it finds in the store. If the leader finds an entry instead of loading it, waiting callers look up
 *       again: some of them may have begun after an eviction that came after the leader's lookup. They do the same if
 *       the leader's store was refused, since others may have loaded meanwhile.
 * </ol>
 *
 * <p><b>No caller waits for a load that it cannot use.</b> If a caller finds a flight whose body began before its own
 * call:
 *
 * <ol>
 *   <li>If the flight has a lease, the caller asks the store whether it is still valid. If not, it replaces the flight
 *       and leads the next one. Only the store knows of all evictions, since any process may evict. If it does not
 *       answer, the caller waits: a void result is not shared, so this costs only time.
 *   <li>If the flight has no lease, the caller replaces it at once, and begins its own body when that flight has
 *       landed. So one body of an entry runs at a time, and all callers that come meanwhile share the next.
 *   <li>A void lease never becomes valid again, so its load cannot store, and nothing is lost by not waiting for it.
 *       If it was stored before, the next claim finds the entry.
 *   <li>Callers that wait for the old load go on waiting: they began before the eviction returned. When the old leader
 *       lands, it does not remove the new flight.
 *   <li>A claim cannot replace the question: it would take over an expired lease, and so keep every load that takes
 *       longer than its lease from storing, although nothing was evicted.
 *   <li>A flight whose leader has left it, through any error, is treated as void; its lease is released.
 * </ol>
 *
 * <p>If the body threw, or returned what cannot be stored, or if nothing may be stored for a while after an eviction,
 * each caller runs the body at once, as it would without the cache: see RATIONALE on failed loads.
 *
 * <p><b>Threads.</b> Confined to the call's thread.
 *
 * <p><b>Failure.</b> Throws only the body's own exceptions. Anything else that is thrown is counted once, as the error
 * of this call. The load ends with a write to a field, which no error can prevent.
 */
final class Load {

    /** For how many other loads a call waits, all within its patience. The second began after the call. */
    private static final int MAX_WAITS = 2;

    private static final long MIN_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(2);
    private static final long MAX_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final CacheEngine engine;
    private final CachedMethod method;
    private final CacheStore store;
    private final EntryId id;

    /** What stands for a value where there is none. */
    private final Miss miss;

    private final Invocation call;
    private final Budget budget;
    private final long startNanos;
    private final StoredResults results;

    /** This and the next four are read as fields where there may be no stack left for a call. */
    final LoadingThread thread;

    final @Nullable Nesting outer;
    final Nesting nesting;
    final LoadEnd end;
    final SingleFlight flights;

    /** When the body began. */
    private long beganNanos;

    /** Whether the store has answered everything so far. */
    private boolean isAnswered = true;

    /** The one that this call leads. */
    private @Nullable Flight flight;

    /** The flight before it: the one that it has replaced, or that has landed for this call. */
    private @Nullable Flight before;

    Load(
            CachedMethod method,
            CacheStore store,
            EntryId id,
            Miss miss,
            Invocation call,
            Budget budget,
            LoadingThread thread) {
        this.engine = method.engine();
        this.method = method;
        this.results = method.results();
        this.flights = engine.flights();
        this.store = store;
        this.id = id;
        this.miss = miss;
        this.call = call;
        this.budget = budget;
        this.thread = thread;
        this.outer = thread.innermost;
        this.nesting = new Nesting(outer);
        this.end = new LoadEnd(method, id, budget);
        this.startNanos = engine.ticker().nanoTime();
    }

    /**
     * The value, found or shared; or a miss: then the body is to run now, and {@link #returned} or {@link #threw} to follow.
     */
    @Nullable
    Object find() {
        Object found = search();
        if (Miss.isMiss(found)) {
            beganNanos = engine.ticker().nanoTime();
            end.begin(beganNanos);
        } else {
            end.found();
        }
        return found;
    }

    void threw() {
        end.threw();
    }

    void returned(@Nullable Object result) {
        end.returned(call, result, engine.ticker().nanoTime() - beganNanos);
    }

    /** Never throws. */
    private @Nullable Object search() {
        Object found = miss;
        try {
            flights.sweep(engine::newBudget);
            found = miss.isLookedUp() ? miss : lookUp();
            if (Miss.isMiss(found) && !method.transaction().mayReadItsOwn()) {
                found = shareOrLead();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // this thread was interrupted: it stops waiting for others
        } catch (Throwable fault) {
            end.fail(fault);
        }
        return found;
    }

    /** A store that did not answer once is not asked again; the failover reports it when it changes the mode. */
    private @Nullable Object lookUp() {
        try {
            return isAnswered && store.lookup(id, budget) instanceof Lookup.Fresh fresh
                    ? read(fresh.entry())
                    : miss;
        } catch (StoreException unanswered) {
            if (unanswered.isUnseen()) {
                end.noteUnanswered(); // and the claim finds an entry as well
            } else {
                doWithoutStore();
            }
            return miss;
        }
    }

    private void doWithoutStore() {
        isAnswered = false;
        end.doWithoutStore();
    }

    /** Discards an entry that this version cannot read, and only exactly that entry. */
    private @Nullable Object read(StoredEntry entry) throws StoreException {
        Object value = results.read(entry, id.key());
        if (Miss.isMiss(value)) {
            store.discard(id, entry, budget);
            return miss;
        }
        return value;
    }

    private @Nullable Object shareOrLead() throws InterruptedException {
        for (int waits = 0; waits < MAX_WAITS; waits++) {
            Flight other = board();
            if (other == null) {
                return lead();
            }
            Landed landed = await(other);
            if (landed == null || landed.isFruitless()) {
                return miss;
            }
            Object found = share(other, landed);
            if (!Miss.isMiss(found)) {
                return found;
            }
        }
        return miss;
    }

    /** The flight to wait for; null if there is none, and this call leads one. */
    private @Nullable Flight board() {
        Flight lately = landedForThisCall();
        if (lately != null) {
            return lately;
        }
        Flight own = new Flight(thread, nesting, call.monitor());
        Flight other = flights.join(id, own);
        if (other != null && !isWorthWaitingFor(other)) {
            before = other.lease() == null ? other : null; // one body without a lease at a time
            // Any other flight that has replaced it by now has a body that begins after this call.
            other = flights.replace(id, other, own) ? null : flights.join(id, own);
        }
        if (other == null) {
            flight = own;
            end.lead(own);
            before = before == null ? landedForThisCall() : before; // it may have landed between the two checks
        }
        return other;
    }

    private @Nullable Flight landedForThisCall() {
        Flight lately = flights.landedLately(id);
        return lately != null && lately.beginsAfter(startNanos) ? lately : null;
    }

    private boolean isWorthWaitingFor(Flight other) {
        if (!other.isLed()) {
            flights.giveUp(other, engine.newBudget());
            return false;
        }
        if (other.beginsAfter(startNanos)) {
            return true;
        }
        // The store ends its lease. If the store had not been sent when this call asked, the result is for it, too.
        Lease lease = other.lease();
        return lease != null && !other.isStoring() && (stands(other, lease) || other.isStoring());
    }

    /** While the lease is valid, one of many simultaneous callers asks. */
    private boolean stands(Flight other, Lease lease) {
        if (other.stoodAfter(startNanos)) {
            return true;
        }
        try {
            long askedNanos = engine.ticker().nanoTime();
            boolean stands = lease.stands(isAnswered ? engine.newBudget() : budget);
            if (stands) {
                other.noteStood(askedNanos);
            }
            return stands;
        } catch (StoreException unanswered) {
            return true;
        }
    }

    /** Null if the wait was useless or too long. */
    private @Nullable Landed await(Flight other) throws InterruptedException {
        Landed landed = flights.await(other, isNested(), engine.patienceNanos() - waitedNanos());
        if (landed == null && !other.isLed()) {
            flights.giveUp(other, engine.newBudget());
            return Landed.NOTHING;
        }
        return landed;
    }

    private @Nullable Object share(Flight other, Landed landed) {
        StoredEntry entry = landed.entry();
        Object found = landed.outcome() == Outcome.SUPERSEDED ? lookUp() : miss;
        boolean isForThisCall =
                landed.outcome() == Outcome.STORED || other.beginsAfter(startNanos) || other.stoodAfter(startNanos);
        return Miss.isMiss(found) && entry != null && isForThisCall ? results.read(entry, id.key()) : found;
    }

    private @Nullable Object lead() throws InterruptedException {
        Landed landed = before == null ? null : await(before);
        Object found = before == null || landed == null ? miss : share(before, landed);
        return Miss.isMiss(found) && isAnswered ? claim() : found;
    }

    /**
     * Each check of another load's lease has its own budget: it is part of the wait for that load, which ends with the
     * lease. If it were charged to this call, a few slow answers would end the wait, and the body would run twice.
     */
    private @Nullable Object claim() throws InterruptedException {
        try {
            for (Budget look = engine.forLeader(budget); ; look = engine.newBudgetToLead()) {
                Claim claim = store.claim(id, look);
                if (claim instanceof Claim.Granted granted) {
                    end.storeUnder(granted.lease());
                    return miss;
                }
                if (claim instanceof Claim.Found found) {
                    Object value = read(found.entry());
                    if (!Miss.isMiss(value)) {
                        return value;
                    }
                }
                if (claim instanceof Claim.Unstored) {
                    return miss;
                }
                if (claim instanceof Claim.HeldOff) {
                    end.leadNoMore();
                    return miss;
                }
                if (isNested() || flights.isHeldUpByCaller() || waitedNanos() >= engine.patienceNanos()) {
                    return miss;
                }
                waitForAnotherProcess();
            }
        } catch (StoreException unanswered) {
            doWithoutStore();
            return miss;
        }
    }

    /** Pauses for longer and longer, by a quarter of the time waited, so that a long load is not checked too often. */
    private void waitForAnotherProcess() throws InterruptedException {
        if (flight != null) {
            flight.waitForAnotherProcess();
        }
        long pauseNanos = Math.min(MAX_PAUSE_NANOS, waitedNanos() / 4);
        TimeUnit.NANOSECONDS.sleep(Math.max(MIN_PAUSE_NANOS, pauseNanos));
    }

    private long waitedNanos() {
        return engine.ticker().nanoTime() - startNanos;
    }

    /**
     * Whether this thread is loading something else at the same time. Then it does not wait for another process, which
     * may itself wait for the lease of one of these loads. A thread that holds a lock on which another load is blocked
     * does not either. See {@link Waits}.
     */
    private boolean isNested() {
        return outer != null;
    }
}
