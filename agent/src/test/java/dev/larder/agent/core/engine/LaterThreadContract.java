package dev.larder.agent.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.agent.core.base.Message;
import dev.larder.agent.fixtures.Expects;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** On which threads bodies and dependents of stages run, and in what surroundings; whatever the store. */
@Timeout(60)
interface LaterThreadContract extends LaterCallers {

    @Test
    default void dependents_runOnNoThreadOfLarderOrNetty() throws Exception {
        Calls calls = process(LONG);
        CyclicBarrier both = new CyclicBarrier(2);
        Work work = new Work();
        CompletableFuture<String> loaded = calls.later(KEY, work).thenApply(value -> threadAfter(both));
        Awaitility.await().until(() -> work.runs.get() == 1);
        CompletableFuture<String> shared = calls.later(KEY, unexpected()).thenApply(value -> threadAfter(both));
        threads().submit(() -> work.complete("a"));
        assertThat(List.of(loaded.get(10, TimeUnit.SECONDS), shared.get(10, TimeUnit.SECONDS)))
                .noneMatch(name -> name.contains("larder") || name.contains("lettuce") || name.contains("netty"));
        for (int i = 0; i < 50; i++) {
            String found = calls.later(KEY, unexpected())
                    .thenApply(value -> Thread.currentThread().getName())
                    .get(10, TimeUnit.SECONDS);
            assertThat(found).doesNotContain("larder", "lettuce", "netty");
        }
    }

    private static String threadAfter(CyclicBarrier both) {
        try {
            both.await(10, TimeUnit.SECONDS); // two dependents that wait for each other need a thread each
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
        return Thread.currentThread().getName();
    }

    @Test
    default void bodyAndDependents_haveTheCallersContextClassLoader() throws Exception {
        Calls calls = process(LONG);
        ClassLoader callers = new ClassLoader(null) {};
        Thread.currentThread().setContextClassLoader(callers);
        try {
            List<ClassLoader> seen = new ArrayList<>();
            Work work = new Work();
            CompletableFuture<Boolean> given = calls.later(KEY, () -> {
                        seen.add(Thread.currentThread().getContextClassLoader());
                        return work.call();
                    })
                    .thenApply(value -> seen.add(Thread.currentThread().getContextClassLoader()));
            Awaitility.await().until(() -> work.runs.get() == 1);
            work.complete("a");
            given.get(10, TimeUnit.SECONDS);
            assertThat(seen).containsOnly(callers).hasSize(2);
        } finally {
            Thread.currentThread().setContextClassLoader(getClass().getClassLoader());
        }
    }

    /** The body would wait for the monitor on another thread, and the caller for the body. */
    @Test
    default void callerHoldsTheMonitorOfTheBody_bodyRunsAtOnceOnItsThread() throws Exception {
        Calls calls = process(LONG);
        Object monitor = new Object();
        calls.monitor = () -> monitor;
        synchronized (monitor) {
            Thread caller = Thread.currentThread();
            CompletableFuture<Object> given =
                    calls.later(KEY, () -> CompletableFuture.completedFuture(Thread.currentThread() == caller));
            assertThat(given).isCompletedWithValue(true);
        }
        assertThat(calls.counts().bypasses()).isEqualTo(1);
    }

    @Test
    @Expects(Message.NOT_STORED_IN_TRANSACTION)
    default void insideATransaction_theBodyRunsOnTheCallersThreadAndStoresNothing() throws Exception {
        Calls calls = process(LONG);
        calls.transaction = new OpenTransaction();
        Thread caller = Thread.currentThread();
        CompletableFuture<Object> given = calls.later(KEY, () -> {
            assertThat(Thread.currentThread()).isSameAs(caller);
            return CompletableFuture.completedFuture("uncommitted");
        });
        assertThat(given.join()).isEqualTo("uncommitted");
        calls.transaction = null;
        assertThat(soon(calls.later(KEY, Work.of("committed")))).isEqualTo("committed");
        assertThat(calls.counts().bypasses()).isEqualTo(1);
    }

    @Test
    @Expects(Message.NOT_STORED_IN_TRANSACTION)
    default void completedInsideATransaction_isNotStored() throws Exception {
        Calls calls = process(LONG);
        Work work = new Work();
        CompletableFuture<Object> given = calls.later(KEY, work);
        Awaitility.await().until(() -> work.stage.getNumberOfDependents() > 0);
        calls.transaction = new OpenTransaction();
        work.complete("uncommitted");
        calls.transaction = null;
        assertThat(soon(given)).isEqualTo("uncommitted");
        assertThat(soon(calls.later(KEY, Work.of("committed")))).isEqualTo("committed");
    }

    /** It would wait for itself. */
    @Test
    default void bodyThatWaitsForTheSameEntry_isGivenOneOfItsOwn() throws Exception {
        Calls calls = process(LONG);
        CompletableFuture<Object> given = calls.later(KEY, () -> {
            CompletableFuture<Object> inner = calls.later(KEY, Work.of("inner"));
            return CompletableFuture.completedFuture(inner.get(10, TimeUnit.SECONDS) + " and outer");
        });
        assertThat(soon(given)).isEqualTo("inner and outer");
    }
}
