package dev.larder.agent.core.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.larder.agent.core.base.Ticker;
import dev.larder.agent.core.engine.StoreInTurns.Silence;
import dev.larder.agent.core.engine.Turns.Scenario;
import dev.larder.agent.core.store.CacheStore;
import dev.larder.agent.core.store.Eviction;
import dev.larder.agent.core.store.Lease;
import dev.larder.agent.core.store.StoreException;
import dev.larder.agent.core.store.StoredEntry;
import dev.larder.agent.core.wait.Budget;
import dev.larder.agent.fixtures.ForwardingStore;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Goes through the orders of what callers of one key and updates of it do: no call may return what was out of date when
 * it began.
 *
 * <p>A thread may be interrupted before and after everything it asks the store or the source, and nowhere else: what the
 * engine does to its flights is one step of a concurrent map, or a change that nobody who waits for it misses ({@link
 * FlightTest}), and there is one such step between two questions.
 *
 * <p><b>Why</b> not the model checker that goes through the memory store's operations: it counts every access to memory
 * as a step, some hundreds in a call, and in the time there is does not come to the orders with three interruptions which
 * some mistakes take.
 */
@Timeout(120)
final class SharedLoadInterleavingTest {

    private static final String KEY = "shop:7";

    @Test
    void h57_callersAndAnUpdate_inEveryOrder_nobodyGetsWhatWasOutOfDate() throws Exception {
        assertThat(searchTwoThreads(lease -> lease)).isGreaterThan(500);
    }

    /** Asking spares callers the wait for a load that is void; that they do not get its value depends on nobody's answer. */
    @Test
    void h57_nobodyLearnsWhetherALeaseStands_inEveryOrder_nobodyGetsWhatWasOutOfDate() throws Exception {
        assertThat(searchTwoThreads(Silent::new)).isGreaterThan(500);
    }

    private static int searchTwoThreads(UnaryOperator<Lease> leases) throws Exception {
        return Turns.inEveryOrder(3, shop(leases, List.of(Shop::get), List.of(Shop::update, Shop::get)))
                + Turns.inEveryOrder(3, shop(leases, List.of(Shop::get), List.of(Shop::get, Shop::update, Shop::get)));
    }

    /** Then callers share what was not stored, and one body without a lease waits for the one before. */
    @ParameterizedTest
    @EnumSource(Silence.class)
    void f18_h57_storeDoesNotAnswer_inEveryOrder_nobodyGetsWhatWasOutOfDate(Silence silence) throws Exception {
        List<Action> other = List.of(Shop::update, Shop::get);
        UnaryOperator<Lease> leases = silence == Silence.STORE ? Unstored::new : lease -> lease;
        int orders = Turns.inEveryOrder(3, shop(silence, leases, List.of(Shop::get, Shop::get), other))
                + Turns.inEveryOrder(2, shop(silence, leases, List.of(Shop::get), List.of(Shop::get), other));
        assertThat(orders).isGreaterThan(500);
    }

    @Test
    void h57_threeThreads_inEveryOrder_nobodyGetsWhatWasOutOfDate() throws Exception {
        int orders = Turns.inEveryOrder(
                2, shop(lease -> lease, List.of(Shop::get), List.of(Shop::get), List.of(Shop::update, Shop::get)));
        assertThat(orders).isGreaterThan(500);
    }

    /** That the search finds what it is for: this is what sharing without regard to the lease comes to. */
    @Test
    void storeThatCallsEveryLeaseGood_isFoundOut() {
        assertThatThrownBy(() -> Turns.inEveryOrder(
                        2, shop(AlwaysGood::new, List.of(Shop::get), List.of(Shop::update, Shop::get))))
                .hasRootCauseMessage("Returned 0, and 1 had been written and told when the call began");
    }

    @SafeVarargs
    private static Function<Turns, Scenario> shop(UnaryOperator<Lease> leases, List<Action>... threads) {
        return shop(Silence.NONE, leases, threads);
    }

    @SafeVarargs
    private static Function<Turns, Scenario> shop(
            Silence silence, UnaryOperator<Lease> leases, List<Action>... threads) {
        return turns -> {
            Shop shop = new Shop(turns, silence, leases);
            List<Callable<Void>> all = new ArrayList<>();
            for (List<Action> thread : threads) {
                all.add(() -> {
                    for (Action action : thread) {
                        action.in(shop);
                    }
                    return null;
                });
            }
            return new Scenario(all, shop.calls.engine.flights()::asleep);
        };
    }

    /** Something a thread does. */
    @FunctionalInterface
    private interface Action {
        void in(Shop shop) throws Exception;
    }

    /** A source of one number, and the cache in front of it. */
    private static final class Shop {

        private final Turns turns;
        private final CacheStore store;
        private final Calls calls;

        /** These are changed by whoever's turn it is. */
        private volatile int written;

        private volatile int told;

        Shop(Turns turns, Silence silence, UnaryOperator<Lease> leases) {
            this.turns = turns;
            this.store = new StoreInTurns(turns, silence, leases);
            this.calls = Calls.over(store);
        }

        void get() throws Exception {
            int least = told;
            int got = Integer.parseInt((String) calls.call(KEY, this::read));
            if (got < least) {
                throw new AssertionError(
                        "Returned " + got + ", and " + least + " had been written and told when the call began");
            }
        }

        private Object read() {
            turns.pass();
            String read = Integer.toString(written);
            turns.pass();
            return read;
        }

        void update() throws StoreException {
            turns.pass();
            int own = written + 1;
            written = own;
            store.evict(Eviction.ofKey(KEY), new Budget(Ticker.system(), Calls.BUDGET));
            told = Math.max(told, own);
        }
    }

    /** Does not say whether it stands. */
    private static final class Silent extends ForwardingStore.ForwardingLease {

        Silent(Lease lease) {
            super(lease);
        }

        @Override
        public boolean stands(Budget budget) throws StoreException {
            throw new StoreException("HGET was not answered in time", null);
        }
    }

    /** Stores what it may, and does not say so. */
    private static final class Unstored extends ForwardingStore.ForwardingLease {

        Unstored(Lease lease) {
            super(lease);
        }

        @Override
        public boolean store(StoredEntry entry, long ttlMillis, long staleMillis, Budget budget) throws StoreException {
            super.store(entry, ttlMillis, staleMillis, budget);
            throw new StoreException("EVALSHA was not answered in time", null);
        }
    }

    /** Says that it stands and that it has stored, whatever is true. */
    private static final class AlwaysGood extends ForwardingStore.ForwardingLease {

        AlwaysGood(Lease lease) {
            super(lease);
        }

        @Override
        public boolean stands(Budget budget) {
            return true;
        }

        @Override
        public boolean store(StoredEntry entry, long ttlMillis, long staleMillis, Budget budget) throws StoreException {
            super.store(entry, ttlMillis, staleMillis, budget);
            return true;
        }
    }
}
