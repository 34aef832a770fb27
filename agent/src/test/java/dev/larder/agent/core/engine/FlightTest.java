package dev.larder.agent.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.agent.core.base.Ticker;
import dev.larder.agent.core.config.LoadConfig;
import dev.larder.agent.core.config.MemoryConfig;
import dev.larder.agent.core.engine.Flight.Claimed;
import dev.larder.agent.core.engine.Flight.Landed;
import dev.larder.agent.core.store.Budget;
import dev.larder.agent.core.store.Claim;
import dev.larder.agent.core.store.EntryId;
import dev.larder.agent.core.store.memory.MemoryStore;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A change that comes while somebody begins to wait for it is not missed: who missed it would wait for much longer. */
@Timeout(120)
final class FlightTest {

    private static final int ROUNDS = 20_000;
    private static final long VERY_LONG_NANOS = TimeUnit.MINUTES.toNanos(10);

    private final ExecutorService pool = Executors.newSingleThreadExecutor();

    @AfterEach
    void end() {
        pool.shutdownNow();
    }

    @Test
    void await_landsMeanwhile_isTold() throws Exception {
        Landed landed = new Landed(null, false);
        meet(flight -> () -> flight.await(false, VERY_LONG_NANOS), flight -> flight.land(landed), landed);
    }

    @Test
    void awaitClaim_claimsMeanwhile_isTold() throws Exception {
        Claimed claimed = new Claimed(granted().lease(), 0);
        meet(flight -> () -> flight.awaitClaim(false, VERY_LONG_NANOS), flight -> flight.claim(claimed), claimed);
    }

    @Test
    void awaitWithinProcess_leaderBeginsToWaitForAnotherProcess_isTold() throws Exception {
        meet(flight -> () -> flight.await(true, VERY_LONG_NANOS), Flight::waitForAnotherProcess, null);
    }

    private static Claim.Granted granted() {
        MemoryConfig memory = new MemoryConfig(16, Duration.ofMinutes(1));
        MemoryStore store = MemoryStore.create(memory, LoadConfig.defaults(), Ticker.system());
        Budget budget = new Budget(Ticker.system(), Duration.ofMinutes(1));
        return (Claim.Granted) store.claim(new EntryId("k", "f"), budget);
    }

    /** Both at the same time, a little apart, in the one order and in the other. */
    private <T> void meet(Function<Flight, Callable<T>> wait, Consumer<Flight> change, T told) throws Exception {
        AtomicInteger ready = new AtomicInteger(-1);
        for (int round = 0; round < ROUNDS; round++) {
            int current = round;
            Flight flight = new Flight();
            Future<T> waiter = pool.submit(() -> {
                ready.set(current);
                return wait.apply(flight).call();
            });
            while (ready.get() != round) {
                Thread.onSpinWait();
            }
            for (int apart = round % 200; apart > 0; apart--) {
                Thread.onSpinWait();
            }
            change.accept(flight);
            assertThat(waiter.get(30, TimeUnit.SECONDS)).isSameAs(told);
        }
    }
}
