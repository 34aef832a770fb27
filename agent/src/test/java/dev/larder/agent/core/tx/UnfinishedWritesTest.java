package dev.larder.agent.core.tx;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
final class UnfinishedWritesTest {

    private final UnfinishedWrites writes = new UnfinishedWrites();
    private final ExecutorService another = Executors.newSingleThreadExecutor();

    @AfterEach
    void stopThread() {
        another.shutdownNow();
    }

    @Test
    void hideCache_fromBeginToEnd_isTrue() {
        assertThat(writes.hideCache()).isFalse();
        UnfinishedWrites.Token token = writes.begin();
        assertThat(writes.hideCache()).isTrue();
        token.end();
        assertThat(writes.hideCache()).isFalse();
    }

    @Test
    void hideCache_onAnotherThread_isFalse() throws Exception {
        writes.begin();
        assertThat(onAnother(writes::hideCache)).isFalse();
    }

    @Test
    void hideCache_endedByAnotherThread_isFalse() throws Exception {
        UnfinishedWrites.Token mine = writes.begin();
        onAnother(writes::begin); // so that something is unfinished still, and the thread has to look at its own
        onAnother(() -> end(mine));
        assertThat(writes.hideCache()).isFalse();
    }

    @Test
    void end_twice_countsOnce() throws Exception {
        UnfinishedWrites.Token first = writes.begin();
        UnfinishedWrites.Token second = onAnother(writes::begin);
        first.end();
        first.end();
        assertThat(onAnother(writes::hideCache)).isTrue();
        second.end();
        assertThat(onAnother(writes::hideCache)).isFalse();
    }

    @Test
    void begin_whileAnOuterTransactionIsSuspended_hidesUntilBothHaveEnded() {
        UnfinishedWrites.Token outer = writes.begin();
        UnfinishedWrites.Token inner = writes.begin();
        inner.end();
        assertThat(writes.hideCache()).isTrue();
        outer.end();
        assertThat(writes.hideCache()).isFalse();
    }

    @Test
    void end_ofTheOuterFirst_keepsTheInner() {
        UnfinishedWrites.Token outer = writes.begin();
        UnfinishedWrites.Token inner = writes.begin();
        outer.end();
        assertThat(writes.hideCache()).isTrue();
        inner.end();
        assertThat(writes.hideCache()).isFalse();
    }

    @Test
    void end_byManyThreadsAtOnce_countsOnce() throws Exception {
        UnfinishedWrites.Token still = writes.begin();
        ExecutorService many = Executors.newFixedThreadPool(4);
        try {
            for (int round = 0; round < 1_000; round++) {
                UnfinishedWrites.Token token = writes.begin();
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

    private static Void end(UnfinishedWrites.Token token) {
        token.end();
        return null;
    }

    private <T> T onAnother(Callable<T> step) throws Exception {
        return another.submit(step).get(5, TimeUnit.SECONDS);
    }
}
