package dev.larder.agent.core.tx;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
final class UnfinishedWritesTest {

    private final UnfinishedWrites writes = new UnfinishedWrites();

    @AutoClose("shutdownNow")
    private final ExecutorService another = Executors.newSingleThreadExecutor();

    @Test
    void hideCache_fromBeginToEnd_isTrue() {
        assertThat(writes.hideCache()).isFalse();
        UnfinishedWrites.Token token = writes.begin(true);
        assertThat(writes.hideCache()).isTrue();
        token.end();
        assertThat(writes.hideCache()).isFalse();
    }

    @Test
    void hideCache_onAnotherThread_isFalse() throws Exception {
        writes.begin(true);
        assertThat(onAnother(writes::hideCache)).isFalse();
    }

    @Test
    void hideCache_endedByAnotherThread_isFalse() throws Exception {
        UnfinishedWrites.Token mine = writes.begin(true);
        onAnother(() ->
                writes.begin(true)); // so that something is unfinished still, and the thread has to look at its own
        onAnother(() -> end(mine));
        assertThat(writes.hideCache()).isFalse();
    }

    @Test
    void end_twice_countsOnce() throws Exception {
        UnfinishedWrites.Token first = writes.begin(true);
        UnfinishedWrites.Token second = onAnother(() -> writes.begin(true));
        first.end();
        first.end();
        assertThat(onAnother(writes::hideCache)).isTrue();
        second.end();
        assertThat(onAnother(writes::hideCache)).isFalse();
    }

    @Test
    void begin_whileAnOuterTransactionIsSuspended_hidesUntilBothHaveEnded() {
        UnfinishedWrites.Token outer = writes.begin(true);
        UnfinishedWrites.Token inner = writes.begin(true);
        inner.end();
        assertThat(writes.hideCache()).isTrue();
        outer.end();
        assertThat(writes.hideCache()).isFalse();
    }

    @Test
    void end_ofTheOuterFirst_keepsTheInner() {
        UnfinishedWrites.Token outer = writes.begin(true);
        UnfinishedWrites.Token inner = writes.begin(true);
        outer.end();
        assertThat(writes.hideCache()).isTrue();
        inner.end();
        assertThat(writes.hideCache()).isFalse();
    }

    @Test
    void end_byManyThreadsAtOnce_countsOnce() throws Exception {
        UnfinishedWrites.Token still = writes.begin(true);
        ExecutorService many = Executors.newFixedThreadPool(4);
        try {
            for (int round = 0; round < 1_000; round++) {
                UnfinishedWrites.Token token = writes.begin(true);
                List<Future<Void>> ends = new ArrayList<>();
                for (int i = 0; i < 4; i++) {
                    ends.add(many.submit(() -> end(token)));
                }
                for (Future<Void> end : ends) {
                    end.get(5, TimeUnit.SECONDS);
                }
                assertThat(writes.hideCache()).as("round %d", round).isTrue();
            }
        } finally {
            many.shutdownNow();
        }
        still.end();
        assertThat(writes.hideCache()).isFalse();
    }

    /** So it is in an application with Spring, all the time. */
    @Test
    void f14_hideCacheIn_aTransactionBoundToAnotherThreadHasWritten_asksNoManager() throws Exception {
        onAnother(() -> writes.begin(false));
        AskedTransactions manager = new AskedTransactions();
        for (int hit = 0; hit < 1_000; hit++) {
            assertThat(writes.hideCacheIn(manager)).isFalse();
        }
        assertThat(manager.asked).hasValue(0);
    }

    @Test
    void f14_hideCacheIn_transactionThatCanChangeThreads_asksForThoseAlone() throws Exception {
        UnfinishedWrites.Token movable = onAnother(() -> writes.begin(true));
        onAnother(() -> writes.begin(false));
        AskedTransactions manager = new AskedTransactions();
        assertThat(writes.hideCacheIn(manager)).isFalse();
        assertThat(manager.asked).hasValue(0);
        assertThat(manager.askedForHandedOver).hasValue(1);
        movable.end();
        assertThat(writes.hideCacheIn(manager)).isFalse();
        assertThat(manager.askedForHandedOver).hasValue(1);
    }

    @Test
    void hideCacheIn_ownTransactionBoundToTheThread_isTrue() {
        writes.begin(false);
        assertThat(writes.hideCacheIn(new AskedTransactions())).isTrue();
    }

    /** Counts how often it is asked. */
    private static final class AskedTransactions implements Transactions {

        private final AtomicInteger asked = new AtomicInteger();
        private final AtomicInteger askedForHandedOver = new AtomicInteger();

        @Override
        public Transaction current(Purpose purpose) {
            (purpose == Purpose.READ_HANDED_OVER ? askedForHandedOver : asked).incrementAndGet();
            return null;
        }
    }

    private static Void end(UnfinishedWrites.Token token) {
        token.end();
        return null;
    }

    private <T> T onAnother(Callable<T> step) throws Exception {
        return another.submit(step).get(5, TimeUnit.SECONDS);
    }
}
