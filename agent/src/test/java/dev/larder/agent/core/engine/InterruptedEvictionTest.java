package dev.larder.agent.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.agent.core.base.Ticker;
import dev.larder.agent.core.config.LoadConfig;
import dev.larder.agent.core.config.MemoryConfig;
import dev.larder.agent.core.store.Eviction;
import dev.larder.agent.core.store.memory.MemoryStore;
import dev.larder.agent.core.wait.Budget;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class InterruptedEvictionTest {

    private final Ticker ticker = Ticker.system();
    private final CacheEngine engine = new CacheEngine(ticker, Duration.ofMillis(100), LoadConfig.defaults(), true);

    /** A process that evicts once and ends would else have told nobody. */
    @Test
    void f46_evictionOfAnInterruptedThread_waitsForTheStoreAndKeepsTheFlag() throws Exception {
        engine.opening();
        CompletableFuture<Boolean> stillInterrupted = new CompletableFuture<>();
        Thread evicting = new Thread(() -> {
            try {
                Thread.currentThread().interrupt();
                engine.evict(Eviction.ofKey("k"), new Budget(ticker, Duration.ofSeconds(30)));
                stillInterrupted.complete(Thread.currentThread().isInterrupted());
            } catch (Throwable fault) {
                stillInterrupted.completeExceptionally(fault);
            }
        });
        evicting.start();
        Awaitility.await().until(() -> evicting.getState() == Thread.State.TIMED_WAITING || stillInterrupted.isDone());

        assertThat(stillInterrupted).isNotDone();

        engine.open(MemoryStore.create(MemoryConfig.defaults(), LoadConfig.defaults(), ticker));
        assertThat(stillInterrupted.get(30, TimeUnit.SECONDS)).isTrue();
    }
}
