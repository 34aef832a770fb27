package dev.larder.agent.core.engine.batch;

import dev.larder.agent.core.engine.CacheEngine;
import dev.larder.agent.core.engine.CachedMethod;
import dev.larder.agent.core.engine.Landed;
import dev.larder.agent.core.engine.Load;
import dev.larder.agent.core.engine.LoadingThread;
import dev.larder.agent.core.engine.LoadingThread.Nesting;
import dev.larder.agent.core.engine.Miss;
import dev.larder.agent.core.engine.batch.BatchItem.State;
import dev.larder.agent.core.store.CacheStore;
import dev.larder.agent.core.store.Claim;
import dev.larder.agent.core.store.EntryId;
import dev.larder.agent.core.store.StoreException;
import dev.larder.agent.core.wait.Budget;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The missing ids of one call: a {@link Load} for each, and one run of the body for many.
 *
 * <p><b>It never waits for others while others wait for it.</b> Two calls with overlapping ids would else each hold what the
 * other needs:
 *
 * <ol>
 *   <li>It claims what nobody loads. What another caller in this process loads is left to that. If another process has the
 *       lease, the own flight lands at once, and callers that wait for it look again.
 *   <li>It runs the body for what it has claimed, and stores that. All its leases and flights have ended then.
 *   <li>Only now it waits: for the flights, one after the other, and some time for the other processes. What is found ends
 *       there; the rest begins again with the first step.
 *   <li>What has waited long enough, or must not wait, is loaded without a lease and shared with nobody, as a single call does.
 * </ol>
 *
 * <p>In a store that does not answer there are no leases, and a flight without one is replaced by every later caller: then
 * bodies for the same id may run at the same time.
 *
 * <p><b>Threads.</b> Confined to the call's thread.
 *
 * <p><b>Failure.</b> Throws only what the body throws. Then nothing is stored of that run, and its leases are released.
 */
final class BatchLoads {

    /** How many results share a round trip: each takes a few commands. */
    private static final int STORED_AT_ONCE = 250;

    private static final int STORE_COMMANDS = 4;

    /** Runs the body. */
    interface Run {
        @Nullable
        Object of(List<BatchItem> items) throws Throwable;
    }

    /** Takes its result; returns what ends the call. */
    interface Accept {
        BatchCall.@Nullable Whole accept(List<BatchItem> items, @Nullable Object result, BatchLoads loads)
                throws Throwable;
    }

    private final CachedMethod method;
    private final CacheEngine engine;
    private final CacheStore store;
    private final Budget budget;
    private final LoadingThread thread;
    private final @Nullable Nesting outer;
    private final Nesting nesting;
    private final Accept results;
    private final List<BatchItem> items = new ArrayList<>();
    private boolean isAnswered = true;
    private boolean isFirstLook = true;

    BatchLoads(CachedMethod method, CacheStore store, Budget budget, LoadingThread thread, Accept results) {
        this.method = method;
        this.engine = method.engine();
        this.store = store;
        this.budget = budget;
        this.thread = thread;
        this.outer = thread.innermost;
        this.nesting = Nesting.ofMany(outer);
        this.results = results;
    }

    /** Loads this id as well. */
    void add(BatchItem item) {
        Load load = Load.ofMany(
                method,
                store,
                Objects.requireNonNull(item.entry),
                Objects.requireNonNull(item.miss),
                item,
                budget,
                thread,
                nesting,
                items.size() % STORED_AT_ONCE == STORED_AT_ONCE - 1);
        if (!isAnswered) {
            load.doWithoutStore();
        }
        item.loadBy(load);
        items.add(item);
    }

    /** A store that did not answer once is not asked again; if this process has not read the answer, a claim finds the entry. */
    void doWithoutStore(StoreException unanswered) {
        isAnswered = unanswered.isUnseen();
    }

    boolean areDone() {
        return items.isEmpty();
    }

    /** Until all are there; or what ends the call before. */
    BatchCall.@Nullable Whole run(Run body) throws Throwable {
        thread.innermost = nesting;
        try {
            sweep();
            for (List<BatchItem> open = items; !open.isEmpty(); open = open(items)) {
                List<BatchItem> now = claim(open);
                if (!now.isEmpty()) {
                    BatchCall.Whole whole = load(now, body);
                    if (whole != null) {
                        return whole;
                    }
                }
                await();
            }
            return null;
        } finally {
            thread.innermost = outer; // a field, as for a single load
            for (BatchItem item : items) {
                item.load().leave();
            }
        }
    }

    private void sweep() {
        try {
            engine.flights().sweep(engine::newBudget);
        } catch (Throwable fault) {
            engine.report(method.signature(), fault);
        }
    }

    private static List<BatchItem> open(List<BatchItem> items) {
        return inState(State.OPEN, items);
    }

    private static List<BatchItem> inState(State state, List<BatchItem> items) {
        List<BatchItem> found = new ArrayList<>();
        for (BatchItem item : items) {
            if (item.state == state) {
                found.add(item);
            }
        }
        return found;
    }

    /** What is to be loaded now, in the order of the call. Never throws. */
    private List<BatchItem> claim(List<BatchItem> open) {
        try {
            if (method.transaction().mayReadItsOwn()) {
                open.forEach(item -> item.state = State.LOADING);
            } else {
                board(open);
            }
        } catch (Throwable fault) {
            for (BatchItem item : open) {
                if (item.state == State.OPEN) {
                    item.load().end.fail(fault);
                    item.state = State.LOADING;
                }
            }
        }
        return inState(State.LOADING, items);
    }

    private void board(List<BatchItem> open) {
        List<BatchItem> leading = new ArrayList<>();
        for (BatchItem item : open) {
            item.other = item.isAlone ? null : item.load().board();
            if (item.other != null) {
                item.state = State.IN_FLIGHT;
            } else if (item.isAlone || !isAnswered) {
                item.state = State.LOADING;
            } else {
                leading.add(item);
            }
        }
        if (!leading.isEmpty()) {
            claimAll(leading);
        }
    }

    private void claimAll(List<BatchItem> leading) {
        List<EntryId> entries = new ArrayList<>(leading.size());
        for (BatchItem item : leading) {
            entries.add(Objects.requireNonNull(item.entry));
        }
        Budget look = isFirstLook ? budget : engine.newBudget();
        isFirstLook = false; // later looks are part of a wait: each has its own time
        int turn = engine.beginBulk(commands(entries), look);
        try {
            long askedNanos = engine.ticker().nanoTime();
            List<Claim> claims = store.claimAll(entries, look.withGrace(Load.GRACE_OF_LEADERS));
            for (int i = 0; i < leading.size(); i++) {
                take(leading.get(i), claims.get(i), askedNanos);
            }
        } catch (StoreException unanswered) {
            isAnswered = false;
            for (BatchItem item : leading) {
                item.load().doWithoutStore();
                item.state = State.LOADING;
            }
        } finally {
            engine.endBulk(turn);
        }
    }

    /** How many commands claims or stores of these are, roughly. */
    private static int commands(List<EntryId> entries) {
        return entries.size() * (2 + entries.get(0).tags().size());
    }

    private static void take(BatchItem item, Claim claim, long askedNanos) {
        Object found;
        try {
            found = item.load().take(claim, askedNanos);
        } catch (Throwable fault) {
            item.load().end.fail(fault);
            item.state = State.LOADING;
            return;
        }
        if (found == Miss.HELD) {
            item.load().end.standAside();
            item.state = State.HELD;
        } else if (Miss.isMiss(found)) {
            item.state = State.LOADING;
        } else {
            item.found(found);
            item.load().end.found();
        }
    }

    private BatchCall.@Nullable Whole load(List<BatchItem> now, Run body) throws Throwable {
        for (BatchItem item : now) {
            item.load().begin();
        }
        Object result;
        try {
            result = body.of(now);
        } catch (Throwable theirs) {
            for (BatchItem item : now) {
                item.load().end.threw();
            }
            throw theirs;
        }
        return results.accept(now, result, this);
    }

    /** Stores what the body has returned for these, and ends their loads. Never throws. */
    void keep(List<BatchItem> loaded) {
        for (BatchItem item : loaded) {
            if (!item.isUnfit()) {
                item.load().end.judge(item, item.value());
            }
        }
        Budget within = budget.wentByUnseen() ? engine.newBudget() : budget;
        int turn = engine.beginBulk(Math.min(loaded.size(), STORED_AT_ONCE) * STORE_COMMANDS, within);
        try {
            keepAll(loaded, within);
        } finally {
            engine.endBulk(turn);
        }
    }

    private void keepAll(List<BatchItem> loaded, Budget first) {
        Budget within = first;
        for (int from = 0; from < loaded.size(); from += STORED_AT_ONCE) {
            List<BatchItem> some = loaded.subList(from, Math.min(from + STORED_AT_ONCE, loaded.size()));
            for (BatchItem item : some) {
                beginKeeping(item, within);
            }
            for (BatchItem item : some) {
                item.load().end.kept(within);
            }
            within = engine.newBudget(); // each round trip has as much time as one call
        }
    }

    private static void beginKeeping(BatchItem item, Budget within) {
        if (item.isUnfit()) {
            item.load().end.returnedUnfit();
        } else {
            item.load().end.beginKeeping(within);
        }
    }

    /** For all that others load. Afterwards nothing but what is open or done is left. */
    private void await() {
        boolean isInterrupted = false;
        for (BatchItem item : inState(State.IN_FLIGHT, items)) {
            item.state = State.OPEN;
            try {
                item.isAlone = isInterrupted || !share(item);
            } catch (InterruptedException e) {
                isInterrupted = true;
                item.isAlone = true;
            } catch (Throwable fault) {
                item.load().end.fail(fault);
                item.isAlone = true;
            }
        }
        List<BatchItem> held = inState(State.HELD, items);
        boolean isPatient = !held.isEmpty() && !isInterrupted;
        if (isPatient) {
            try {
                isPatient = held.get(0).load().boarding.waitForOtherProcesses();
            } catch (InterruptedException e) {
                isInterrupted = true;
                isPatient = false;
            }
        }
        for (BatchItem item : held) {
            item.state = State.OPEN;
            item.isAlone = !isPatient;
        }
        if (isInterrupted) {
            Thread.currentThread().interrupt(); // it stops waiting for others
        }
    }

    /** Whether it has a value now, or should ask again. */
    private static boolean share(BatchItem item) throws InterruptedException {
        Landed landed = item.load().boarding.await(Objects.requireNonNull(item.other));
        if (landed == null || landed.isFruitless()) {
            return false;
        }
        if (landed.isLeftToAnotherProcess()) {
            item.state = State.HELD;
            return true;
        }
        Object found = item.load().shareUnasked(Objects.requireNonNull(item.other), landed);
        if (!Miss.isMiss(found)) {
            item.found(found);
            item.load().end.found();
            return true;
        }
        return ++item.waits < Load.MAX_WAITS; // the next claim finds what the store has
    }
}
