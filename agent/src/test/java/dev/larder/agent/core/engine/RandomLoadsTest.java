package dev.larder.agent.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.agent.core.base.Ticker;
import dev.larder.agent.core.store.CacheStore;
import dev.larder.agent.core.store.Claim;
import dev.larder.agent.core.store.EntryId;
import dev.larder.agent.core.store.Eviction;
import dev.larder.agent.core.store.Lease;
import dev.larder.agent.core.store.Lookup;
import dev.larder.agent.core.store.StoreException;
import dev.larder.agent.core.store.StoredEntry;
import dev.larder.agent.core.wait.Budget;
import dev.larder.agent.fixtures.ForwardingStore;
import dev.larder.agent.fixtures.Silent;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Programs made at random, of calls inside of calls, locks, evictions and errors, in two processes over one store that
 * leaves some questions without an answer and fails at others.
 *
 * <p>A thread takes its locks in one order, so that without the cache every program ends. With the cache each has to end as
 * well, and nobody's patience ends within a test: who waits for what cannot end, waits for ever.
 *
 * <p>A failure names its seed. {@code -Dlarder.test.seed=} makes the same programs and faults again; which thread comes first
 * is up to the scheduler, so it may take a few runs.
 */
@Timeout(240)
@Silent
final class RandomLoadsTest {

    private static final int ROUNDS = 100;
    private static final int THREADS = 5;
    private static final int LOCKS = 3;
    private static final int KEYS = 4;
    private static final int MOST_NESTED = 4;
    private static final long LIMIT_SECONDS = 15;

    @Test
    void f4_f5_f18_programsOfNestedLoadsAndLocks_allEndAndLeaveNoFlight() throws Exception {
        long firstSeed =
                Long.getLong("larder.test.seed", ThreadLocalRandom.current().nextLong());
        ExecutorService threads = Executors.newCachedThreadPool();
        try {
            for (int round = 0; round < ROUNDS; round++) {
                run(firstSeed + round, threads);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private static void run(long seed, ExecutorService threads) throws Exception {
        Random random = new Random(seed);
        CacheStore shared = Calls.memory(Calls.PATIENT);
        List<Process> processes = List.of(new Process(shared, random), new Process(shared, random));
        List<Future<?>> all = new ArrayList<>();
        for (Process process : processes) {
            for (int i = 0; i < THREADS; i++) {
                Random own = new Random(random.nextLong());
                all.add(threads.submit(() -> process.program(own)));
            }
        }
        for (Future<?> each : all) {
            try {
                each.get(LIMIT_SECONDS, TimeUnit.SECONDS);
            } catch (ExecutionException theirs) {
                assertThat(theirs).as("seed %d", seed).hasCauseInstanceOf(Thrown.class);
            } catch (TimeoutException endless) {
                throw new AssertionError("A program does not end, with the seed " + seed, endless);
            }
        }
        for (Process process : processes) {
            process.calls.call("last", () -> "last");
            Awaitility.await("seed " + seed)
                    .until(() -> process.calls.engine.flights().size() == 0
                            && process.calls.engine.flights().waiting() == 0);
        }
    }

    /** What a body throws. */
    private static final class Thrown extends Error {

        private static final long serialVersionUID = 1;
    }

    private static final class Process {

        private final Calls calls;
        private final List<Object> monitors = new ArrayList<>();
        private final List<Lock> locks = new ArrayList<>();

        Process(CacheStore shared, Random random) {
            calls = Calls.over(
                    new FaultyStore(shared, random.nextInt(4), new Random(random.nextLong())), Calls.PATIENT);
            for (int i = 0; i < LOCKS; i++) {
                monitors.add(random.nextBoolean() ? new Object() : null);
                locks.add(random.nextBoolean() ? new ReentrantLock() : new ReentrantReadWriteLock().writeLock());
            }
        }

        Object program(Random random) throws Exception {
            for (int i = 0; i < 4; i++) {
                try {
                    step(random, 0, 0);
                } catch (Thrown expected) {
                    // and the next one
                }
            }
            return null;
        }

        /** @param nextLock the first that may be taken */
        private Object step(Random random, int nextLock, int depth) throws Exception {
            int dice = depth >= MOST_NESTED ? 9 : random.nextInt(10);
            if (dice < 5) {
                return calls.call("key:" + random.nextInt(KEYS), () -> step(random, nextLock, depth + 1));
            }
            if (dice < 8 && nextLock < LOCKS) {
                return locked(nextLock + random.nextInt(LOCKS - nextLock), random, depth);
            }
            if (dice == 8) {
                Eviction eviction = Eviction.ofKey("key:" + random.nextInt(KEYS));
                calls.store.evict(eviction, new Budget(Ticker.system(), Calls.BUDGET));
            }
            if (random.nextInt(12) == 0) {
                throw new Thrown();
            }
            TimeUnit.MICROSECONDS.sleep(random.nextInt(2_000));
            return "done";
        }

        private Object locked(int lock, Random random, int depth) throws Exception {
            Object monitor = monitors.get(lock);
            if (monitor != null) {
                synchronized (monitor) {
                    return within(lock, random, depth);
                }
            }
            locks.get(lock).lock();
            try {
                return within(lock, random, depth);
            } finally {
                locks.get(lock).unlock();
            }
        }

        /** Twice, so that a lock is held over one load and the next. */
        private Object within(int lock, Random random, int depth) throws Exception {
            step(random, lock + 1, depth + 1);
            return step(random, lock + 1, depth + 1);
        }
    }

    /** Of every few questions one is not answered, or meets with an error. */
    private static final class FaultyStore extends ForwardingStore {

        private final int faults;
        private final Random random;

        FaultyStore(CacheStore store, int faults, Random random) {
            super(store);
            this.faults = faults;
            this.random = random;
        }

        private void fail() throws StoreException {
            int dice = random.nextInt(12);
            if (dice < faults) {
                if (dice == 0) {
                    throw new StackOverflowError();
                }
                throw new StoreException("It was not answered in time", null);
            }
        }

        @Override
        public Lookup lookup(EntryId id, Budget budget) throws StoreException {
            fail();
            return super.lookup(id, budget);
        }

        @Override
        public Claim claim(EntryId id, Budget budget) throws StoreException {
            fail();
            Claim claim = super.claim(id, budget);
            return claim instanceof Claim.Granted granted ? new Claim.Granted(new FaultyLease(granted.lease())) : claim;
        }

        private final class FaultyLease extends ForwardingLease {

            FaultyLease(Lease lease) {
                super(lease);
            }

            @Override
            public boolean store(StoredEntry entry, long ttlMillis, long staleMillis, Budget budget)
                    throws StoreException {
                fail();
                return super.store(entry, ttlMillis, staleMillis, budget);
            }

            @Override
            public boolean stands(Budget budget) throws StoreException {
                fail();
                return super.stands(budget);
            }
        }
    }
}
