package dev.larder.agent.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.agent.core.base.Ticker;
import dev.larder.agent.core.config.LoadConfig;
import dev.larder.agent.core.config.MemoryConfig;
import dev.larder.agent.core.store.Eviction;
import dev.larder.agent.core.store.memory.MemoryStore;
import dev.larder.agent.fixtures.Took;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Evictions that come before the store: a process that evicts once and ends would else have told nobody. */
@Timeout(60)
final class EarlyEvictionTest {

    private static final Duration CALL = Duration.ofMillis(1);
    private static final Duration LONG = Duration.ofSeconds(30);

    private final Ticker ticker = Ticker.system();

    @Test
    void f46_evictionBeforeTheStore_waitsLongerThanACallMay() throws Exception {
        CacheEngine engine = engine(LONG);
        engine.opening();
        assertThat(engine.awaitStore(engine.newBudget())).isNull(); // so that later calls do not wait
        CompletableFuture<Boolean> evicted = evict(engine, false);
        assertThat(evicted).isNotDone();
        engine.open(store());
        assertThat(evicted.get(30, TimeUnit.SECONDS)).isFalse();
    }

    @Test
    void f46_evictionOfAnInterruptedThread_waitsForTheStoreAndKeepsTheFlag() throws Exception {
        CacheEngine engine = engine(LONG);
        CompletableFuture<Boolean> evicted = evict(engine, true);
        assertThat(evicted).isNotDone();
        engine.open(store());
        assertThat(evicted.get(30, TimeUnit.SECONDS)).isTrue();
    }

    /** Else an eviction could find a store that does not know yet that there is a connection to wait for. */
    @Test
    void f46_storeOpens_itBeginsToConnectBeforeAnyCallFindsIt() {
        CacheEngine engine = engine(CALL);
        List<Boolean> visible = new ArrayList<>();
        engine.open(store(), () -> visible.add(engine.store() != null));
        assertThat(visible).containsExactly(false);
        assertThat(engine.store()).isNotNull();
    }

    @Test
    void f46_storeThatDoesNotStart_isWaitedForOnce() throws Exception {
        Duration patience = Duration.ofMillis(300);
        CacheEngine engine = engine(patience);
        Took.Action eviction = () -> engine.evict(Eviction.ofKey("k"));
        assertThat(Took.of(eviction)).isGreaterThanOrEqualTo(patience);
        assertThat(Took.atBest(patience.dividedBy(2), eviction)).isLessThan(patience.dividedBy(2));
        assertThat(engine.earlyEvictions()).isEqualTo(1);
    }

    private CacheEngine engine(Duration evictionTimeout) {
        return new CacheEngine(ticker, CALL, evictionTimeout, LoadConfig.defaults(), true);
    }

    private MemoryStore store() {
        return MemoryStore.create(MemoryConfig.defaults(), LoadConfig.defaults(), ticker);
    }

    /** Returns when the eviction waits or has ended; it answers whether its thread is interrupted then. */
    private CompletableFuture<Boolean> evict(CacheEngine engine, boolean interrupted) {
        CompletableFuture<Boolean> stillInterrupted = new CompletableFuture<>();
        Thread evicting = new Thread(() -> {
            try {
                if (interrupted) {
                    Thread.currentThread().interrupt();
                }
                engine.evict(Eviction.ofKey("k"));
                stillInterrupted.complete(Thread.currentThread().isInterrupted());
            } catch (Throwable fault) {
                stillInterrupted.completeExceptionally(fault);
            }
        });
        evicting.start();
        Awaitility.await().until(() -> evicting.getState() == Thread.State.TIMED_WAITING || stillInterrupted.isDone());
        return stillInterrupted;
    }
}
