package dev.larder.agent.core.wait;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.agent.core.base.Ticker;
import dev.larder.agent.fixtures.Silent;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Silent
@Timeout(60)
final class BulkTurnsTest {

    private final BulkTurns turns = new BulkTurns();

    private static Budget of(Duration limit) {
        return new Budget(Ticker.system(), limit);
    }

    @Test
    void fewCommands_takeNoTurn() {
        assertThat(turns.begin(99, of(Duration.ZERO))).isZero();
    }

    @Test
    void manyCommands_takeAsManyAsAreOnTheirWayAtOnce() {
        Budget budget = of(Duration.ofSeconds(10));
        assertThat(turns.begin(100, budget)).isEqualTo(100);
        assertThat(turns.begin(1_000_000, budget)).isEqualTo(BulkTurns.COMMANDS_AT_ONCE);
    }

    @Test
    void noRoom_theBudgetIsSpentAndTheCallGoesOnWithoutATurn() {
        takeAll();
        Budget budget = of(Duration.ofMillis(5));
        int turn = turns.begin(500, budget);
        assertThat(turn).isZero();
        assertThat(budget.isSpent()).isTrue();
        turns.end(turn);
    }

    @Test
    void turnThatEnds_isTakenByWhoWaits() throws Exception {
        takeAll();
        ExecutorService threads = Executors.newSingleThreadExecutor();
        try {
            CountDownLatch begun = new CountDownLatch(1);
            Future<Integer> waiting = threads.submit(() -> {
                begun.countDown();
                return turns.begin(500, of(Duration.ofSeconds(30)));
            });
            assertThat(begun.await(30, TimeUnit.SECONDS)).isTrue();
            turns.end(BulkTurns.COMMANDS_AT_ONCE);
            assertThat(waiting.get(30, TimeUnit.SECONDS)).isEqualTo(500);
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void interrupted_goesOnWithoutATurnAndStaysInterrupted() {
        takeAll();
        Thread.currentThread().interrupt();
        assertThat(turns.begin(500, of(Duration.ofSeconds(30)))).isZero();
        assertThat(Thread.interrupted()).isTrue();
    }

    private void takeAll() {
        for (int i = 0; i < 3; i++) {
            assertThat(turns.begin(BulkTurns.COMMANDS_AT_ONCE, of(Duration.ofSeconds(10))))
                    .isEqualTo(BulkTurns.COMMANDS_AT_ONCE);
        }
    }
}
