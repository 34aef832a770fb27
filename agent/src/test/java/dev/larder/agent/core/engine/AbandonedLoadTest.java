package dev.larder.agent.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.agent.core.engine.SharedLoadContract.Parked;
import dev.larder.agent.core.engine.flight.Flight;
import dev.larder.agent.core.engine.flight.LoadingThread;
import dev.larder.agent.core.engine.flight.LoadingThread.Nesting;
import dev.larder.agent.core.store.Claim;
import dev.larder.agent.core.store.EntryId;
import dev.larder.agent.core.store.Lease;
import dev.larder.agent.core.store.StoreException;
import dev.larder.agent.core.store.StoredEntry;
import dev.larder.agent.core.wait.Budget;
import dev.larder.agent.fixtures.ForwardingStore;
import dev.larder.agent.fixtures.Silent;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** No flight outlives its leader, whatever the leader meets with. */
@Timeout(60)
@Silent
final class AbandonedLoadTest {

    @AutoClose("shutdownNow")
    private final ExecutorService threads = Executors.newCachedThreadPool();

    /** What a leader can meet with, at which of the steps that end its load. */
    static Stream<Arguments> errorsAtTheEnd() {
        List<Supplier<Error>> errors = List.of(StackOverflowError::new, OutOfMemoryError::new, ThreadDeathLike::new);
        return Stream.of("store", "store and release")
                .flatMap(step -> errors.stream().map(error -> Arguments.of(step, error)));
    }

    private static final class ThreadDeathLike extends Error {
        private static final long serialVersionUID = 1;
    }

    @ParameterizedTest
    @MethodSource("errorsAtTheEnd")
    void f4_errorWhenTheLoadEnds_thoseWhoWaitAndThoseWhoComeLoadAtOnce(String step, Supplier<Error> error)
            throws Exception {
        FailingStore store = new FailingStore(step, error);
        Calls calls = Calls.over(store, Calls.PATIENT);
        Parked load = new Parked("leader's");
        Future<Object> leader = calls.submit(threads, "a", load);
        Awaitility.await().until(() -> load.runs.get() == 1);
        Future<Object> waiter = calls.submit(threads, "a", () -> "own");
        Awaitility.await().until(() -> calls.engine.flights().asleep() == 1);
        load.mayReturn.countDown();
        assertThat(Calls.soon(leader)).isEqualTo("leader's");
        // The lease stood when the waiter asked, so that it may have what was not stored.
        boolean isHandedOver = step.equals("store");
        assertThat(Calls.soon(waiter)).isEqualTo(isHandedOver ? "leader's" : "own");
        assertThat(Calls.soon(calls.submit(threads, "a", () -> "next"))).isEqualTo(isHandedOver ? "next" : "own");
        assertThat(calls.engine.flights().size()).isZero();
    }

    /** Without anybody who waits: the next call of any key takes the flight away and gives the lease back. */
    @Test
    void f4_flightAbandoned_nextCallOfAnotherKeyTakesItAway() throws Exception {
        FailingStore store = new FailingStore("store and release", StackOverflowError::new);
        Calls calls = Calls.over(store, Calls.PATIENT);
        assertThat(calls.call("a", List::<String>of, () -> "a", () -> {
                    throw new StackOverflowError();
                }))
                .isEqualTo("a");
        assertThat(calls.call("b", () -> "b")).isEqualTo("b");
        assertThat(calls.engine.flights().size()).isZero();
        assertThat(Calls.soon(calls.submit(threads, "a", () -> "anew"))).isEqualTo("anew");
    }

    /** A thread that does not run any more leads nothing, whatever it has left behind. */
    @Test
    void f4_leaderThreadIsGone_flightCountsAsLanded() throws Exception {
        LoadingThread[] gone = new LoadingThread[1];
        Nesting load = new Nesting(null);
        Thread thread = new Thread(() -> {
            gone[0] = LoadingThread.current();
            gone[0].innermost = load;
        });
        thread.start();
        thread.join();
        assertThat(new Flight(gone[0], load, null).isLed()).isFalse();
    }

    /** Its leases fail as long as they are to. */
    private static final class FailingStore extends ForwardingStore {

        private final String step;
        private final Supplier<Error> error;

        /** As many as keep a leader from ending its load: it tries again to give its lease back. */
        private final AtomicInteger failures;

        FailingStore(String step, Supplier<Error> error) {
            super(Calls.memory(Calls.PATIENT));
            this.step = step;
            this.error = error;
            this.failures = new AtomicInteger(step.equals("store") ? 1 : 2);
        }

        private void fail(String at) {
            if (step.contains(at) && failures.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                throw error.get();
            }
        }

        @Override
        public Claim claim(EntryId id, Budget budget) throws StoreException {
            Claim claim = super.claim(id, budget);
            return claim instanceof Claim.Granted granted
                    ? new Claim.Granted(new FailingLease(granted.lease()))
                    : claim;
        }

        private final class FailingLease extends ForwardingLease {

            FailingLease(Lease lease) {
                super(lease);
            }

            @Override
            public boolean store(StoredEntry entry, long ttlMillis, long staleMillis, Budget budget)
                    throws StoreException {
                fail("store");
                return super.store(entry, ttlMillis, staleMillis, budget);
            }

            @Override
            public void release(Budget budget) throws StoreException {
                fail("release");
                super.release(budget);
            }
        }
    }
}
