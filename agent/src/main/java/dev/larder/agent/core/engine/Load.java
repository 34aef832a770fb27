package dev.larder.agent.core.engine;

import dev.larder.agent.core.base.Message;
import dev.larder.agent.core.engine.flight.Flight;
import dev.larder.agent.core.engine.flight.Landed;
import dev.larder.agent.core.engine.flight.Landed.Outcome;
import dev.larder.agent.core.engine.flight.LoadingThread;
import dev.larder.agent.core.engine.flight.LoadingThread.Nesting;
import dev.larder.agent.core.engine.flight.SingleFlight;
import dev.larder.agent.core.engine.refresh.MethodRefreshes;
import dev.larder.agent.core.store.CacheStore;
import dev.larder.agent.core.store.Claim;
import dev.larder.agent.core.store.EntryId;
import dev.larder.agent.core.store.Lookup;
import dev.larder.agent.core.store.StoreException;
import dev.larder.agent.core.store.StoredEntry;
import dev.larder.agent.core.wait.Budget;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
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
 *   <li>or what it finds in the store, or what the leader found there if it asked after the call had begun. Other
 *       callers look up again: they may have begun after an eviction that came after the leader's question. They do the
 *       same if the leader's store was refused, since others may have loaded meanwhile.
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
public final class Load {

    /** For how many other loads a call waits, all within its patience. The second began after the call. */
    public static final int MAX_WAITS = 2;

    /**
     * How much longer than others a call that leads a load may wait while this process does not read answers. Without
     * its lease or its store all later callers load again, and keep this process as busy as it is.
     */
    public static final Duration GRACE_OF_LEADERS = Duration.ofSeconds(1);

    private final CacheEngine engine;
    private final CachedMethod method;
    private final CacheStore store;
    private final EntryId id;

    /** What stands for a value where there is none. */
    private final Miss miss;

    private final Budget budget;
    private final StoredResults results;
    /** Finds what the call waits for. */
    public final Boarding boarding;

    /** That the call was made on. This and the next four are read as fields where there may be no stack left for a call. */
    final LoadingThread thread;

    final @Nullable Nesting outer;
    public final Nesting nesting;
    public final LoadEnd end;
    final SingleFlight flights;

    /** Whether the store has answered everything so far. */
    private boolean isAnswered = true;

    /** To a claim of many entries, while this one takes its part; a field, since another call would lengthen every miss. */
    private @Nullable Claim answer;

    private long answerNanos;

    /** Gets what this call cannot read, instead of its being discarded at once; null if nothing does. */
    private @Nullable Map<EntryId, StoredEntry> unreadable;

    /** What the call has found and is to be refreshed; null for nothing. */
    @Nullable
    StoredEntry due;

    /**
     * @param thread that the call was made on
     * @param outer the load whose body has made the call; null for none
     * @param leader {@code thread}; null for a load that is not bound to a thread
     */
    public Load(
            CachedMethod method,
            CacheStore store,
            EntryId id,
            Miss miss,
            Invocation call,
            Budget budget,
            LoadingThread thread,
            @Nullable Nesting outer,
            @Nullable LoadingThread leader) {
        this(method, store, id, miss, call, budget, thread, leader, new Nesting(outer));
    }

    private Load(
            CachedMethod method,
            CacheStore store,
            EntryId id,
            Miss miss,
            Invocation call,
            Budget budget,
            LoadingThread thread,
            @Nullable LoadingThread leader,
            Nesting nesting) {
        this.engine = method.engine();
        this.method = method;
        this.results = method.results();
        this.flights = engine.flights();
        this.store = store;
        this.id = id;
        this.miss = miss;
        this.budget = budget;
        this.thread = thread;
        this.outer = nesting.outer;
        this.nesting = nesting;
        this.end = new LoadEnd(method, id, budget, nesting);
        this.boarding = new Boarding(engine, id, call, budget, leader, nesting, end);
    }

    /**
     * One of many that the same run of a body loads.
     *
     * @param leader {@code thread}; null for a load that is not bound to a thread
     * @param waitsForThoseBefore whether its lease, if it is to be released, is so after all that were sent before
     */
    public static Load ofMany(
            CachedMethod method,
            CacheStore store,
            EntryId id,
            Miss miss,
            Invocation call,
            Budget budget,
            LoadingThread thread,
            @Nullable LoadingThread leader,
            Nesting nesting,
            boolean waitsForThoseBefore) {
        Load load = new Load(method, store, id, miss, call, budget, thread, leader, nesting);
        load.end.shareRoundTrips(waitsForThoseBefore);
        load.boarding.askNothing();
        return load;
    }

    /**
     * The value, found or shared; or a miss: then the body is to run now, and {@link LoadEnd#returned} or {@link
     * LoadEnd#threw} to follow.
     */
    @Nullable
    Object find() {
        Object found = search();
        if (Miss.isMiss(found)) {
            end.begin();
        } else {
            end.found();
        }
        return found;
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
    public @Nullable Object lookUp() {
        try {
            if (!isAnswered) {
                return miss;
            }
            Lookup found = store.lookup(id, budget);
            if (found instanceof Lookup.Fresh fresh) {
                Object value = read(fresh.entry());
                return method.refreshes() == null ? value : noted(value, fresh.entry());
            }
            return found instanceof Lookup.Stale stale && isForCaller(stale.entry()) ? stale(stale.entry()) : miss;
        } catch (StoreException unanswered) {
            if (unanswered.isUnseen()) {
                end.noteUnanswered(); // and the claim finds an entry as well
            } else {
                doWithoutStore();
            }
            return miss;
        }
    }

    private @Nullable Object noted(@Nullable Object value, StoredEntry entry) {
        MethodRefreshes refreshes = method.refreshes();
        if (refreshes != null
                && !Miss.isMiss(value)
                && (miss.isDue() || refreshes.isDue(entry, value == null, id.key()))) {
            due = entry;
        }
        return value;
    }

    /** Whether this call may have a stale value. In another load it may not: that would be stored as a fresh one. */
    private boolean isForCaller(StoredEntry entry) {
        MethodRefreshes refreshes = method.refreshes();
        return refreshes != null && outer == null && refreshes.servesStale(entry);
    }

    private @Nullable Object stale(StoredEntry entry) throws StoreException {
        Object value = read(entry);
        if (!Miss.isMiss(value)) {
            method.stats().recordStaleServed();
        }
        return noted(value, entry);
    }

    /** Has the entry that was found refreshed. Returns what the caller gets: {@code found}, or what the refresh has. */
    @Nullable
    Object refreshed(Invocation call, @Nullable Object found) {
        try {
            return RefreshedCall.begin(method, store, id, Objects.requireNonNull(due), call, found);
        } catch (Throwable fault) {
            engine.report(method.signature(), fault);
            return found;
        }
    }

    /** The value from before, if the method's callers get that when it throws; or a miss. Never throws. */
    @Nullable
    Object insteadOf(Throwable theirs) {
        try {
            MethodRefreshes refreshes = method.refreshes();
            return refreshes != null && isAnswered && mayHaveBefore(refreshes, theirs)
                    ? before(refreshes, theirs)
                    : miss;
        } catch (Throwable fault) { // or the store does not answer
            return miss;
        }
    }

    private boolean mayHaveBefore(MethodRefreshes refreshes, Throwable theirs) {
        return refreshes.mayServeAfterError()
                && theirs instanceof Exception
                && !(theirs instanceof InterruptedException)
                && !method.transaction().mayReadItsOwn();
    }

    /** Looks it up now: it may have been evicted while the body ran. */
    private @Nullable Object before(MethodRefreshes refreshes, Throwable theirs) throws StoreException {
        Lookup now = store.lookup(id, engine.newBudget());
        if (now instanceof Lookup.Fresh fresh) {
            return read(fresh.entry());
        }
        if (!(now instanceof Lookup.Stale stale) || !refreshes.servesAfterError(stale.entry())) {
            return miss;
        }
        Object value = read(stale.entry());
        if (!Miss.isMiss(value)) {
            if (outer != null) {
                outer.noteStale();
            }
            method.stats().recordStaleServed();
            engine.report(
                    Message.STALE_AFTER_ERROR.of(
                            method.signature(), theirs.getClass().getName()),
                    theirs);
        }
        return value;
    }

    /** The store has left this call without an answer, and is not asked again. */
    public void doWithoutStore() {
        isAnswered = false;
        end.doWithoutStore();
    }

    /** Discards an entry that this version cannot read, and only exactly that entry. */
    private @Nullable Object read(StoredEntry entry) throws StoreException {
        Object value = results.read(entry, id.key());
        if (!Miss.isMiss(value)) {
            return value;
        }
        if (unreadable == null) {
            store.discard(id, entry, budget);
        } else {
            unreadable.put(id, entry);
        }
        return miss;
    }

    private @Nullable Object shareOrLead() throws InterruptedException {
        for (int waits = 0; waits < MAX_WAITS; ) {
            Flight other = boarding.board(isAnswered);
            if (other == null) {
                return lead();
            }
            Landed landed = boarding.await(other);
            if (landed == null || landed.isFruitless()) {
                return miss;
            }
            Object found = share(other, landed);
            if (!Miss.isMiss(found)) {
                return found;
            }
            waits += boarding.countsAsWait(landed) ? 1 : 0;
        }
        return miss;
    }

    /** As {@link Boarding#board}. */
    public @Nullable Flight board() {
        return boarding.board(isAnswered);
    }

    /** What this call may have of the outcome of {@code other}, that it has waited for; or a miss. */
    public @Nullable Object share(Flight other, Landed landed) {
        boolean isForThisCall = isForThisCall(other, landed);
        boolean looksUpAgain =
                landed.outcome() == Outcome.LOOK_UP_AGAIN || (landed.outcome() == Outcome.FOUND && !isForThisCall);
        Object found = looksUpAgain ? lookUp() : miss;
        return Miss.isMiss(found) ? shareUnasked(other, landed) : found;
    }

    /** The same without another question to the store. */
    public @Nullable Object shareUnasked(Flight other, Landed landed) {
        StoredEntry entry = landed.entry();
        return entry != null && isForThisCall(other, landed) ? results.read(entry, id.key()) : miss;
    }

    private boolean isForThisCall(Flight other, Landed landed) {
        return landed.outcome() == Outcome.STORED || boarding.isInTime(other);
    }

    private @Nullable Object lead() throws InterruptedException {
        Flight before = boarding.before();
        Landed landed = before == null ? null : boarding.await(before);
        Object found = before == null || landed == null ? miss : share(before, landed);
        if (Miss.isMiss(found)) {
            found = claim(budget);
            while (found == Miss.HELD && boarding.mayWaitForAnotherProcess() && boarding.waitForAnotherProcess()) {
                found = claim(engine.newBudget());
            }
        }
        return found;
    }

    /**
     * What the store has by now, or a miss if the body is to run; {@link Miss#HELD} if another process has the lease.
     *
     * <p>Each check of another load's lease has its own budget: it is part of the wait for that load, which ends with the
     * lease. If it were charged to this call, a few slow answers would end the wait, and the body would run twice.
     */
    public @Nullable Object claim(Budget look) {
        if (!isAnswered && answer == null) {
            return miss;
        }
        try {
            Claim claim = answer;
            long askedNanos = answerNanos;
            if (claim == null) {
                // If the call has looked where nothing has to be waited for, no time has passed since it began.
                askedNanos = miss.isLookedUp()
                        ? boarding.startNanos()
                        : engine.ticker().nanoTime();
                claim = store.claim(id, look.withGrace(GRACE_OF_LEADERS));
            }
            if (claim instanceof Claim.Granted granted) {
                end.storeUnder(granted.lease());
                return miss;
            }
            if (claim instanceof Claim.Found found) {
                Object value = read(found.entry());
                if (Miss.isMiss(value)) {
                    return Miss.HELD;
                }
                end.shareFound(found.entry(), askedNanos);
                return value;
            }
            if (claim instanceof Claim.Unstored) {
                return miss;
            }
            if (claim instanceof Claim.HeldOff) {
                end.leadNoMore();
                return miss;
            }
            return Miss.HELD;
        } catch (StoreException unanswered) {
            doWithoutStore();
            return miss;
        }
    }

    /**
     * As {@link #claim}, with the store's answer to a question of {@code askedNanos} about many.
     *
     * @param discards gets the entry if it cannot be read, to be discarded together with others
     */
    public @Nullable Object take(Claim claim, long askedNanos, Map<EntryId, StoredEntry> discards) {
        answer = claim;
        answerNanos = askedNanos;
        unreadable = discards;
        Object found = claim(budget);
        answer = null;
        unreadable = null;
        return found;
    }

    /** For one of many, at the end of their call. */
    public void leave() {
        if (!end.isOver) {
            flights.abandoned = true;
        }
    }
}
