package dev.larder.agent.core.engine;

import dev.larder.agent.core.codec.CodecException;
import dev.larder.agent.core.engine.flight.Flight;
import dev.larder.agent.core.engine.flight.Landed;
import dev.larder.agent.core.engine.flight.Landed.Outcome;
import dev.larder.agent.core.engine.flight.LoadingThread.Nesting;
import dev.larder.agent.core.engine.flight.RecentLandings;
import dev.larder.agent.core.engine.flight.SingleFlight;
import dev.larder.agent.core.engine.refresh.MethodRefreshes;
import dev.larder.agent.core.stats.MethodStats;
import dev.larder.agent.core.store.EntryId;
import dev.larder.agent.core.store.Jitter;
import dev.larder.agent.core.store.Lease;
import dev.larder.agent.core.store.PendingStore;
import dev.larder.agent.core.store.StoreException;
import dev.larder.agent.core.store.StoredEntry;
import dev.larder.agent.core.store.StoresTogether;
import dev.larder.agent.core.wait.Budget;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The result of a load: an entry in the store, a value for the callers that waited for it, or nothing.
 *
 * <p>The body's result is shared even if it could not be stored, but only with callers for which the body began in
 * time ({@link Load}). Each gets its own copy, as from a store: the value is written before the leader's caller has
 * it, and read anew for each caller, unless it is immutable.
 *
 * <p><b>Threads.</b> Confined to the call's thread; if the result comes later, used by one thread at a time.
 *
 * <p><b>Failure.</b> Never throws. Anything that is thrown meanwhile is counted once, as the error of this call. It
 * makes no lambdas and no other objects, for which there might be no memory.
 */
public final class LoadEnd {

    private final CacheEngine engine;
    private final CachedMethod method;
    private final MethodStats stats;
    private final SingleFlight flights;
    private final RecentLandings landings;
    private final EntryId id;
    private final Budget budget;
    private final Nesting nesting;
    private @Nullable Flight flight;
    private @Nullable Lease lease;
    private boolean failed;

    /** Whether its lease is released without waiting: the answers are not worth a round trip each. */
    private boolean isOneOfMany;

    /** Whether it is one of those that wait nevertheless, so that never too many commands are on their way. */
    private boolean isOneThatWaits;

    /** Its store, while that is sent and not answered. */
    private @Nullable PendingStore pending;

    /** The result that may be stored or shared, from its judgement until it is; meaningless while {@link #isFit} is false. */
    private @Nullable Object result;

    private boolean isFit;
    private long ttlMillis;

    /** What was thrown during the judgement. */
    private @Nullable Throwable fault;

    /** When the body began. */
    private long beganNanos;

    /** The outcome for waiting callers, as far as the load has come. */
    private Landed landed = Landed.NOTHING;

    /** Whether no caller can wait for this load; read as a field, since there may be no stack left for a call. */
    boolean isOver = true;

    LoadEnd(CachedMethod method, EntryId id, Budget budget, Nesting nesting) {
        this.nesting = nesting;
        this.engine = method.engine();
        this.method = method;
        this.stats = method.stats();
        this.flights = engine.flights();
        this.landings = flights.landings();
        this.id = id;
        this.budget = budget;
    }

    /** Many loads end with it, one after the other. */
    void shareRoundTrips(boolean waitsForThoseBefore) {
        isOneOfMany = true;
        isOneThatWaits = waitsForThoseBefore;
    }

    /** Others may wait for this load from now on. */
    void lead(Flight own) {
        landed = Landed.LOOK_UP_AGAIN; // if it finds a value without a claim
        flight = own;
        isOver = false;
    }

    /** The result is to be stored under {@code granted}. */
    void storeUnder(Lease granted) {
        lease = granted;
    }

    /** The store has left this call without an answer. */
    void doWithoutStore() {
        failed = true;
        noteUnanswered();
    }

    /** The store did not answer, or this process has not read the answer. */
    void noteUnanswered() {
        landings.noteUnanswered();
    }

    /** The cache took no part in this call because of a fault of its own that the operator should know. */
    public void fail(Throwable fault) {
        failed = true;
        engine.report(method.signature(), fault);
    }

    /** The store had the entry when it was asked at {@code askedNanos}, for callers that had begun by then. */
    void shareFound(StoredEntry entry, long askedNanos) {
        landed = new Landed(Outcome.FOUND, entry);
        if (flight != null) {
            flight.depart(null, askedNanos);
        }
    }

    /** The value was found after all. Waiting callers that cannot share it look it up themselves. */
    public void found() {
        try {
            stats.recordHit();
            land();
        } catch (Throwable fault) {
            engine.report(method.signature(), fault);
        }
    }

    /** There will be nothing to share, so waiting callers need not wait for the end. */
    void leadNoMore() {
        landed = Landed.FRUITLESS;
        land();
        flight = null;
    }

    /** The value is to be had of another process or of a later load: waiting callers look it up themselves, and none waits for this call. */
    public void standAside() {
        if (flight != null) {
            flights.close(id, flight);
            flight.land(Landed.LEFT_TO_ANOTHER_PROCESS);
            flight = null;
            isOver = true;
        }
    }

    /**
     * The body is about to begin. A write may have been queued since this load was granted its lease, and the body may read the
     * source before it. So callers that could have seen the write do not share the result. They came before the load began: the
     * queue is asked after that.
     */
    public void begin() {
        landed = Landed.NOTHING;
        beganNanos = engine.ticker().nanoTime();
        if (flight == null) {
            return;
        }
        flight.depart(lease, beganNanos);
        Predicate<String> coming = engine.comingWrites;
        if (coming != null && coming.test(id.key())) {
            standAside();
        }
    }

    /** The body has thrown, or its stage has failed. */
    public void threw() {
        landed = Landed.FRUITLESS;
        try {
            stats.recordLoadFailure();
            giveUp();
            end();
        } catch (Throwable fault) {
            endAfter(fault);
        }
    }

    /**
     * The body has a result. The application's part of its end: whether that may be kept. Waits for nothing. {@link #keep}
     * follows, perhaps on another thread.
     */
    public void judge(Invocation call, @Nullable Object returned) {
        try {
            long nanos = engine.ticker().nanoTime() - beganNanos;
            stats.recordLoad(nanos);
            MethodRefreshes refreshes = method.refreshes();
            if (refreshes != null) {
                refreshes.loaded(nanos);
            }
            result = returned;
            ttlMillis = method.settings().ttlMillisFor(returned == null);
            if (lease == null && flight == null) {
                return;
            }
            Invocation.SeenObject object;
            if (ttlMillis == 0 || isForbidden(call, returned)) {
                stats.recordUnfitResult();
            } else if (nesting.isStale() || ((object = call.object()) != null && object.hasChanged())) {
                // The result is made of a stale value, or that of another key. So it is not shared either.
                stats.recordRefusedStore();
            } else {
                isFit = true;
            }
        } catch (Throwable thrown) {
            fault = thrown;
        }
    }

    /** The cache's part of it. Runs no code of the application, and may wait for the store. */
    public void keep() {
        landed = Landed.FRUITLESS; // until there is something to share
        Throwable before = fault;
        if (before != null) {
            endAfter(before);
            return;
        }
        try {
            if (isFit) {
                boolean keepsReferences = lease == null || lease.keepsReferences();
                StoredEntry entry = method.results().write(result, keepsReferences, id.key());
                landed = new Landed(Outcome.UNKEPT, entry);
                if (lease != null) {
                    store(entry, lease);
                }
            } else {
                giveUp();
            }
            end();
        } catch (CodecException unfit) {
            method.warnings().result(unfit);
            endUnfit();
        } catch (Throwable thrown) {
            endAfter(thrown);
        }
        result = null; // who has the stage has this, too
    }

    /** As {@link #keep}, for one of many results that share a round trip: its store is sent. {@link #kept} follows. */
    public void beginKeeping(StoresTogether together, Budget within) {
        if (!isFit || fault != null || lease == null) {
            keep();
            return;
        }
        landed = Landed.FRUITLESS;
        try {
            StoredEntry entry = method.results().write(result, lease.keepsReferences(), id.key());
            landed = new Landed(Outcome.UNKEPT, entry);
            if (flight != null) {
                flight.beginStoring();
            }
            pending = lease.startStore(
                    entry, Jitter.shorten(ttlMillis), method.settings().staleMillis(), together, within);
        } catch (StoreException unanswered) {
            leaveUnanswered();
            end();
        } catch (CodecException unfit) {
            method.warnings().result(unfit);
            endUnfit();
        } catch (Throwable thrown) {
            endAfter(thrown);
        }
    }

    /** Waits for what {@link #beginKeeping} has sent. */
    public void kept(Budget within) {
        PendingStore sent = pending;
        if (sent == null) {
            return;
        }
        pending = null;
        try {
            noteOutcome(sent.await(within));
            end();
        } catch (StoreException unanswered) {
            leaveUnanswered();
            end();
        } catch (Throwable thrown) {
            endAfter(thrown);
        }
        result = null;
    }

    private void noteOutcome(boolean isStored) {
        if (isStored) {
            stats.recordStore();
            landed = new Landed(Outcome.STORED, landed.entry());
        } else {
            stats.recordRefusedStore();
            landed = new Landed(Outcome.LOOK_UP_AGAIN, landed.entry());
        }
    }

    /** It is unknown whether the result was stored. */
    private void leaveUnanswered() {
        doWithoutStore();
        giveUp();
    }

    /** The body has a result that must be neither stored nor shared. */
    public void returnedUnfit() {
        try {
            stats.recordLoad(engine.ticker().nanoTime() - beganNanos);
            stats.recordUnfitResult();
        } catch (Throwable thrown) {
            fault = thrown;
        }
        keep();
    }

    private void endUnfit() {
        try {
            refuse();
            end();
        } catch (Throwable fault) {
            endAfter(fault);
        }
    }

    /** Whether the end of the load may wait for the store. */
    public boolean waits() {
        return lease != null && !lease.keepsReferences();
    }

    /** The result may come too late for those who wait for it, or never. On any thread, once the body has returned. */
    public void awaitNoMore() {
        Flight waitedFor = flight;
        if (waitedFor != null) {
            flights.close(id, waitedFor);
            waitedFor.land(Landed.NOTHING);
        }
    }

    private void endAfter(Throwable fault) {
        try {
            fail(fault);
            count();
            giveUp();
            land();
        } catch (Throwable again) {
            // No stack or no memory is left. Then the flight is abandoned, and the next caller that finds it releases
            // the lease.
        }
    }

    private void end() {
        land();
        count();
    }

    private void count() {
        if (failed) {
            stats.recordError();
        } else {
            stats.recordMiss();
        }
    }

    private void land() {
        if (flight != null) {
            flights.close(id, flight);
            flight.land(landed);
            isOver = true;
        }
    }

    /** Otherwise the lease would make the next callers wait for a load that has ended. */
    private void giveUp() {
        if (isOneOfMany) {
            giveUp(isOneThatWaits ? engine.newBudget() : engine.noBudget());
        } else {
            giveUp(budget);
        }
    }

    private void giveUp(Budget within) {
        if (lease == null) {
            return;
        }
        try {
            lease.release(within);
        } catch (StoreException unanswered) {
            failed = true; // the lease expires
        }
    }

    private void refuse() {
        stats.recordUnfitResult();
        giveUp();
    }

    /** An {@code unless} that throws cannot say that the result may be stored. */
    private boolean isForbidden(Invocation call, @Nullable Object result) {
        try {
            return call.forbidsStoring(result);
        } catch (Throwable theirs) {
            method.warnings().unless(theirs);
            return true;
        }
    }

    private void store(StoredEntry entry, Lease under) {
        if (flight != null) {
            flight.beginStoring();
        }
        // If the time was spent while this process did not read, a call's time once more: otherwise others load again.
        Budget within = budget.wentByUnseen() ? engine.newBudget() : budget;
        try {
            long staleMillis = method.settings().staleMillis();
            if (under.store(
                    entry,
                    Jitter.shorten(ttlMillis),
                    staleMillis,
                    within)) { // as noteOutcome, which would lengthen every miss
                stats.recordStore();
                landed = new Landed(Outcome.STORED, entry);
            } else {
                stats.recordRefusedStore();
                landed = new Landed(Outcome.LOOK_UP_AGAIN, entry);
            }
        } catch (StoreException unanswered) {
            doWithoutStore();
            giveUp(within);
        }
    }
}
