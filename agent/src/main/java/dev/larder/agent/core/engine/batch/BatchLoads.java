package dev.larder.agent.core.engine.batch;

import dev.larder.agent.core.engine.CacheEngine;
import dev.larder.agent.core.engine.CachedMethod;
import dev.larder.agent.core.engine.Load;
import dev.larder.agent.core.engine.Miss;
import dev.larder.agent.core.engine.batch.BatchItem.State;
import dev.larder.agent.core.engine.flight.Flight;
import dev.larder.agent.core.engine.flight.Landed;
import dev.larder.agent.core.engine.flight.LoadingThread;
import dev.larder.agent.core.engine.flight.LoadingThread.Nesting;
import dev.larder.agent.core.store.CacheStore;
import dev.larder.agent.core.store.Claim;
import dev.larder.agent.core.store.EntryId;
import dev.larder.agent.core.store.StoreException;
import dev.larder.agent.core.store.StoredEntry;
import dev.larder.agent.core.store.StoresTogether;
import dev.larder.agent.core.wait.Budget;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
 * <p>These are the steps. {@link BatchCall} takes them on the caller's thread, {@link LaterBatch} for a caller that goes on.
 *
 * <p><b>Threads.</b> Used by one thread at a time.
 *
 * <p><b>Failure.</b> Never throws, unless it says so. If the body throws, nothing is stored of that run, and its leases are released.
 */
final class BatchLoads {

    /** How many results share a round trip: each takes a few commands. */
    private static final int STORED_AT_ONCE = 250;

    private static final int STORE_COMMANDS = 4;

    private final CachedMethod method;
    private final CacheEngine engine;
    private final CacheStore store;
    private final Budget budget;
    private final LoadingThread thread;
    private final @Nullable LoadingThread leader;
    private final Nesting nesting;
    private final List<BatchItem> items = new ArrayList<>();
    private boolean isAnswered = true;
    private boolean isFirstLook = true;

    /**
     * @param thread that the call was made on
     * @param outer the load whose body has made the call; null for none
     * @param leader {@code thread}; null for loads that are not bound to a thread
     */
    BatchLoads(
            CachedMethod method,
            CacheStore store,
            Budget budget,
            LoadingThread thread,
            @Nullable Nesting outer,
            @Nullable LoadingThread leader) {
        this.method = method;
        this.engine = method.engine();
        this.store = store;
        this.budget = budget;
        this.thread = thread;
        this.leader = leader;
        this.nesting = Nesting.ofMany(outer);
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
                leader,
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

    /** Whether nothing is left to be loaded. */
    boolean areDone() {
        for (BatchItem item : items) {
            if (item.state != State.DONE) {
                return false;
            }
        }
        return true;
    }

    /** The place of the loads among those of their thread. */
    Nesting nesting() {
        return nesting;
    }

    /** Ends the loads, whatever has happened. */
    void leave() {
        for (BatchItem item : items) {
            item.load().leave();
        }
    }

    /** Before the first claim; may wait for the store. */
    void sweep() {
        try {
            engine.flights().sweep(engine::newBudget);
        } catch (Throwable fault) {
            engine.report(method.signature(), fault);
        }
    }

    /** What is in that state, in the order of the call. */
    List<BatchItem> in(State state) {
        List<BatchItem> found = new ArrayList<>();
        for (BatchItem item : items) {
            if (item.state == state) {
                found.add(item);
            }
        }
        return found;
    }

    /** What is to be loaded now of what is open, in the order of the call. */
    List<BatchItem> claim() {
        List<BatchItem> open = in(State.OPEN);
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
        return in(State.LOADING);
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
            Map<EntryId, StoredEntry> unreadable = new HashMap<>();
            for (int i = 0; i < leading.size(); i++) {
                take(leading.get(i), claims.get(i), askedNanos, unreadable);
            }
            discard(unreadable, leading, look);
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

    /** So that they can be claimed when the others are loaded. */
    private void discard(Map<EntryId, StoredEntry> unreadable, List<BatchItem> leading, Budget within) {
        if (unreadable.isEmpty()) {
            return;
        }
        try {
            store.discardAll(unreadable, within);
        } catch (StoreException unanswered) {
            isAnswered = false;
            for (BatchItem item : leading) {
                if (unreadable.containsKey(Objects.requireNonNull(item.entry))) {
                    item.load().doWithoutStore();
                    item.state = State.LOADING;
                }
            }
        }
    }

    /** How many commands claims or stores of these are, roughly. */
    private static int commands(List<EntryId> entries) {
        return entries.size() * (2 + entries.get(0).tags().size());
    }

    private static void take(BatchItem item, Claim claim, long askedNanos, Map<EntryId, StoredEntry> unreadable) {
        Object found;
        try {
            found = item.load().take(claim, askedNanos, unreadable);
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

    /** The body is about to begin for these. */
    void begin(List<BatchItem> now) {
        for (BatchItem item : now) {
            item.load().end.begin();
        }
    }

    /** For loads that are not bound to a thread: {@code body} is in the body of these from now on. Null if none is. */
    void lead(List<BatchItem> now, @Nullable LoadingThread body) {
        for (BatchItem item : now) {
            Flight own = item.load().boarding.own();
            if (own != null) {
                own.lead(body);
            }
        }
    }

    /** Whether the end of these may wait for the store. */
    boolean waits(List<BatchItem> now) {
        for (BatchItem item : now) {
            if (item.load().end.waits()) {
                return true;
            }
        }
        return false;
    }

    /** Their result may come too late for those who wait for it, or never. On any thread, once the body has returned. */
    void awaitNoMore(List<BatchItem> now) {
        for (BatchItem item : now) {
            item.load().end.awaitNoMore();
        }
    }

    /** The body has thrown. */
    void threw(List<BatchItem> now) {
        for (BatchItem item : now) {
            item.load().end.threw();
        }
    }

    /** The body has returned for these what is neither to be stored nor shared. */
    void refuse(List<BatchItem> now) {
        for (BatchItem item : now) {
            item.load().end.returnedUnfit();
        }
    }

    /** The cache has failed after the body has begun. */
    void fail(List<BatchItem> now, Throwable fault) {
        for (BatchItem item : now) {
            item.load().end.awaitNoMore();
            item.load().end.fail(fault);
        }
    }

    /** The application's part of the end of these: whether each may be kept. Waits for nothing. */
    void judge(List<BatchItem> loaded) {
        for (BatchItem item : loaded) {
            if (!item.isUnfit()) {
                item.load().end.judge(item, item.value());
            }
        }
    }

    /** Stores what the body has returned for these, and ends their loads. Runs no code of the application. */
    void keep(List<BatchItem> loaded) {
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
            StoresTogether together = new StoresTogether();
            for (BatchItem item : some) {
                beginKeeping(item, together, within);
            }
            together.send(within);
            for (BatchItem item : some) {
                item.load().end.kept(within);
            }
            within = engine.newBudget(); // each round trip has as much time as one call
        }
    }

    private static void beginKeeping(BatchItem item, StoresTogether together, Budget within) {
        if (item.isUnfit()) {
            item.load().end.returnedUnfit();
        } else {
            item.load().end.beginKeeping(together, within);
        }
    }

    /**
     * Takes what the wait for the load of another has brought; null if that was useless or too long.
     *
     * @throws RuntimeException or an error; {@link #failWait} is to follow
     */
    void share(BatchItem item, @Nullable Landed landed) {
        item.state = State.OPEN;
        if (landed == null || landed.isFruitless()) {
            item.loadAlone();
        } else if (landed.isLeftToAnotherProcess()) {
            item.state = State.HELD;
        } else {
            Object found = item.load().shareUnasked(Objects.requireNonNull(item.other), landed);
            if (!Miss.isMiss(found)) {
                item.found(found);
                item.load().end.found();
            } else if (++item.waits >= Load.MAX_WAITS) { // else the next claim finds what the store has
                item.loadAlone();
            }
        }
    }

    /** The wait has failed. */
    void failWait(BatchItem item, Throwable fault) {
        item.load().end.fail(fault);
        item.loadAlone();
    }

    /** Asks once more for these, which other processes load; or if those have been waited for long enough, loads them. */
    void reopen(List<BatchItem> held, boolean isPatient) {
        for (BatchItem item : held) {
            item.state = State.OPEN;
            item.isAlone = !isPatient;
        }
    }
}
