package dev.larder.agent.core.engine.flight;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.agent.core.base.Ticker;
import dev.larder.agent.core.engine.flight.LoadingThread.Nesting;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A change that comes while somebody begins to wait for it is not missed: who missed it would wait for much longer. */
@Timeout(120)
final class FlightTest {

    private static final int ROUNDS = 20_000;
    private static final long VERY_LONG_NANOS = TimeUnit.MINUTES.toNanos(10);

    @AutoClose("shutdownNow")
    private final ExecutorService pool = Executors.newSingleThreadExecutor();

    @Test
    void await_landsMeanwhile_isTold() throws Exception {
        Landed landed = new Landed(Landed.Outcome.STORED, null);
        meet(flight -> () -> await(flight, false), flight -> flight.land(landed), landed);
    }

    @Test
    void awaitWithinProcess_leaderBeginsToWaitForAnotherProcess_isTold() throws Exception {
        meet(flight -> () -> await(flight, true), Flight::waitForAnotherProcess, null);
    }

    private static Landed await(Flight flight, boolean withinProcess) throws InterruptedException {
        return flight.await(withinProcess, Ticker.system(), VERY_LONG_NANOS, new NeverLooks());
    }

    /** A look would find the change that was missed. */
    private static final class NeverLooks implements Flight.Watch {

        @Override
        public long pauseNanos(long waitedNanos) {
            return VERY_LONG_NANOS;
        }

        @Override
        public boolean makesSense() {
            throw new AssertionError("It is too early for a look");
        }
    }

    /** Both at the same time, a little apart, in the one order and in the other. */
    private <T> void meet(Function<Flight, Callable<T>> wait, Consumer<Flight> change, T told) throws Exception {
        AtomicInteger ready = new AtomicInteger(-1);
        for (int round = 0; round < ROUNDS; round++) {
            int current = round;
            Flight flight = new Flight(LoadingThread.current(), new Nesting(null), null);
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
