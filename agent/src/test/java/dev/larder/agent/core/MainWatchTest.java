package dev.larder.agent.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.agent.core.MainWatch.Frames;
import dev.larder.agent.fixtures.FakeTicker;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class MainWatchTest {

    private final FakeTicker ticker = new FakeTicker();
    private final Deque<Frames> seen = new ArrayDeque<>();
    private final MainWatch watch = new MainWatch(this::look, ticker);
    private Duration perLook = Duration.ZERO;
    private int looks;

    /** The last one stays. */
    private Frames look() {
        looks++;
        ticker.advance(perLook);
        return seen.size() > 1 ? seen.pop() : seen.peek();
    }

    @Test
    void awaitRunning_applicationIsSeen_returns() throws InterruptedException {
        seen.addAll(List.of(Frames.PREMAIN, Frames.LAUNCHER, Frames.APPLICATION));

        watch.awaitRunning();

        assertThat(looks).isEqualTo(3);
    }

    @Test
    void f6_launcherKeepsItsFrame_isWaitedForNoLongerThanTheLimit() throws InterruptedException {
        seen.add(Frames.LAUNCHER);
        perLook = MainWatch.LIMIT.dividedBy(4);

        watch.awaitRunning();

        assertThat(looks).isBetween(4, 6);
    }

    @Test
    void f6_firstCall_endsTheWaitAtOnce() throws InterruptedException {
        seen.add(Frames.LAUNCHER);
        watch.noticeCall();

        watch.awaitRunning();

        assertThat(looks).isOne();
    }

    /** Another agent's premain may take its time; until it is over the application has decided nothing. */
    @Test
    void f6_otherAgentsPremain_isNotCounted() throws InterruptedException {
        seen.addAll(List.of(Frames.PREMAIN, Frames.PREMAIN, Frames.PREMAIN, Frames.LAUNCHER, Frames.APPLICATION));
        perLook = MainWatch.LIMIT.minusSeconds(1);

        watch.awaitRunning();

        assertThat(looks).isEqualTo(5);
    }
}
