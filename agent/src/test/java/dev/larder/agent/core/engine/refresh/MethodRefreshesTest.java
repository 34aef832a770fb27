package dev.larder.agent.core.engine.refresh;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.agent.core.later.LaterThreads;
import dev.larder.agent.core.wait.Budget;
import dev.larder.agent.fixtures.FakeTicker;
import dev.larder.agent.fixtures.Silent;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

@Silent
final class MethodRefreshesTest {

    private final Supplier<Budget> none = () -> {
        throw new AssertionError("Nothing is refreshed here");
    };
    private final FakeTicker ticker = new FakeTicker();
    private final MethodRefreshes refreshes = new MethodRefreshes(
            new Freshness(1_000, 0, 0, false),
            () -> 1_000,
            () -> 1_000,
            new RefreshThreads(new LaterThreads(), none),
            ticker);

    /** What the caller knows is captured for a refresh that takes place, and for no other. */
    @Test
    void refreshElsewhere_underWayAlready_asksForNothing() {
        AtomicInteger asked = new AtomicInteger();
        refreshes.marks.begin("k", ticker.nanoTime());
        for (int call = 0; call < 1_000; call++) {
            refreshes.refreshElsewhere("k", () -> {
                asked.incrementAndGet();
                throw new AssertionError("It is refreshed already");
            });
        }
        assertThat(asked).hasValue(0);
    }

    @Test
    void refreshElsewhere_captureFails_nextCallTriesLater() {
        for (int i = 0; i < 2 * RefreshThreads.MOST_OF_A_METHOD; i++) {
            String key = "k" + i;
            assertThat(failureOf(key)).hasMessage("theirs");
            assertThat(refreshes.marks.isQuiet(key, ticker.nanoTime())).isTrue();
        }
    }

    private RuntimeException failureOf(String key) {
        try {
            refreshes.refreshElsewhere(key, () -> {
                throw new IllegalStateException("theirs");
            });
            return new IllegalStateException("It did not ask for " + key);
        } catch (IllegalStateException theirs) {
            return theirs;
        }
    }
}
