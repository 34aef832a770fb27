package dev.larder.agent.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.agent.core.base.LockOwners;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Loads that need a lock which somebody holds who waits for them: nothing would wait there without the cache. */
@Timeout(60)
final class LockedLoadTest {

    @AutoClose("shutdownNow")
    private final ExecutorService threads = Executors.newCachedThreadPool();

    private final Calls calls = Calls.over(Calls.memory(Calls.PATIENT), Calls.PATIENT);

    /** What a body can be stopped at. */
    enum Kind {
        MONITOR,
        LOCK,
        WRITE_LOCK,
        /** Of which nobody can tell who holds it. */
        READ_LOCK
    }

    @ParameterizedTest
    @EnumSource
    void f5_holderOfTheLockThatTheBodyNeeds_doesNotWaitForTheBody(Kind kind) throws Exception {
        Lock lock = new Lock(kind);
        AtomicReference<Thread> loading = new AtomicReference<>();
        Future<Object> holder = threads.submit(() -> lock.holding(() -> {
            leader(lock, "a", loading);
            Awaitility.await().until(() -> isStopped(loading.get()));
            return calls.call("a", () -> "own");
        }));
        assertThat(Calls.soon(holder)).isEqualTo("own");
        Awaitility.await().until(() -> calls.engine.flights().size() == 0);
        assertThat(calls.call("a", () -> "unexpected")).isEqualTo("loaded");
    }

    /** The body comes to the lock when the other already waits. */
    @ParameterizedTest
    @EnumSource
    void f5_bodyComesToTheLockLater_theWaitEnds(Kind kind) throws Exception {
        Lock lock = new Lock(kind);
        CountDownLatch mayLock = new CountDownLatch(1);
        CountDownLatch holds = new CountDownLatch(1);
        AtomicInteger runs = new AtomicInteger();
        Future<Object> leader = calls.submit(threads, "a", () -> {
            runs.incrementAndGet();
            mayLock.await();
            return lock.entering(() -> "loaded");
        });
        Awaitility.await().until(() -> runs.get() == 1);
        Future<Object> holder = threads.submit(() -> lock.holding(() -> {
            holds.countDown();
            return calls.call("a", () -> "own");
        }));
        holds.await();
        Awaitility.await().until(() -> calls.engine.flights().asleep() == 1);
        mayLock.countDown();
        assertThat(Calls.soon(holder)).isEqualTo("own");
        assertThat(Calls.soon(leader)).isEqualTo("loaded");
    }

    /** H → load of a → lock of I → load of b → lock of H. */
    @Test
    void f5_circleThroughTwoLoadsAndTwoLocks_ends() throws Exception {
        Lock first = new Lock(Kind.MONITOR);
        Lock second = new Lock(Kind.LOCK);
        CountDownLatch bothHold = new CountDownLatch(2);
        CountDownLatch bothLoad = new CountDownLatch(2);
        Future<Object> h = threads.submit(() -> first.holding(() -> between(bothHold, bothLoad, "a")));
        Future<Object> i = threads.submit(() -> second.holding(() -> between(bothHold, bothLoad, "b")));
        bothHold.await();
        AtomicReference<Thread> loadingA = new AtomicReference<>();
        AtomicReference<Thread> loadingB = new AtomicReference<>();
        leader(second, "a", loadingA);
        leader(first, "b", loadingB);
        Awaitility.await().until(() -> isStopped(loadingA.get()) && isStopped(loadingB.get()));
        bothLoad.countDown();
        bothLoad.countDown();
        assertThat(List.of(Calls.soon(h), Calls.soon(i))).containsAnyOf("own").isSubsetOf("own", "loaded");
    }

    private Object between(CountDownLatch holds, CountDownLatch loads, String key) throws Exception {
        holds.countDown();
        loads.await();
        return calls.call(key, () -> "own");
    }

    /** Nobody holds what somebody else needs: then the load is waited for, however long the leader is stopped. */
    @Test
    void f5_leaderIsStoppedByAThirdThread_theOthersWaitAndShare() throws Exception {
        Lock lock = new Lock(Kind.MONITOR);
        AtomicReference<Thread> loading = new AtomicReference<>();
        CountDownLatch mayLetGo = new CountDownLatch(1);
        CountDownLatch holds = new CountDownLatch(1);
        threads.submit(() -> lock.holding(() -> {
            holds.countDown();
            mayLetGo.await();
            return null;
        }));
        holds.await();
        leader(lock, "a", loading);
        Awaitility.await().until(() -> isStopped(loading.get()));
        List<Future<Object>> others = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            others.add(calls.submit(threads, "a", () -> "unexpected"));
        }
        Awaitility.await().until(() -> calls.engine.flights().asleep() == 20);
        Awaitility.await().pollDelay(Duration.ofMillis(600)).until(() -> true);
        assertThat(others).noneMatch(Future::isDone);
        mayLetGo.countDown();
        for (Future<Object> each : others) {
            assertThat(Calls.soon(each)).isEqualTo("loaded");
        }
    }

    private void leader(Lock lock, String key, AtomicReference<Thread> loading) {
        threads.submit(() -> {
            loading.set(Thread.currentThread());
            return calls.call(key, () -> lock.entering(() -> "loaded"));
        });
    }

    private static boolean isStopped(Thread thread) {
        return thread != null && LockOwners.of(thread) != LockOwners.NOBODY;
    }

    /** One lock of some kind. */
    private static final class Lock {

        private final Kind kind;
        private final Object monitor = new Object();
        private final ReentrantLock lock = new ReentrantLock();
        private final ReentrantReadWriteLock both = new ReentrantReadWriteLock();

        Lock(Kind kind) {
            this.kind = kind;
        }

        Object holding(Callable<Object> work) throws Exception {
            return kind == Kind.READ_LOCK ? with(both.readLock(), work) : entering(work);
        }

        Object entering(Callable<Object> work) throws Exception {
            return switch (kind) {
                case MONITOR -> {
                    synchronized (monitor) {
                        yield work.call();
                    }
                }
                case LOCK -> with(lock, work);
                case WRITE_LOCK, READ_LOCK -> with(both.writeLock(), work);
            };
        }

        private static Object with(java.util.concurrent.locks.Lock lock, Callable<Object> work) throws Exception {
            lock.lock();
            try {
                return work.call();
            } finally {
                lock.unlock();
            }
        }
    }
}
