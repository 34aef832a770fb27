package dev.larder.agent.core.store.memory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.agent.fixtures.FakeTicker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

final class HoldOffTest {

    private static final Duration TIME = Duration.ofSeconds(2);
    private static final int ROOM = 100;

    private final FakeTicker ticker = new FakeTicker();
    private final HoldOff heldOff = new HoldOff(TIME, ROOM, ticker);

    @Test
    void f20_moreNamesThanThereIsRoomFor_holdsAllOfThemOff() {
        for (int i = 0; i < 10 * ROOM; i++) {
            ticker.advance(Duration.ofNanos(1_000));
            heldOff.begin("k" + i);
            assertThat(heldOff.isOn("k" + i)).isTrue();
            assertThat(heldOff.isOn("k0")).isTrue();
        }
        for (int i = 0; i < 10 * ROOM; i++) {
            assertThat(heldOff.isOn("k" + i)).isTrue();
        }
        ticker.advance(TIME);
        for (int i = 0; i < 10 * ROOM; i++) {
            assertThat(heldOff.isOn("k" + i)).isFalse();
        }
    }

    /** Each is held off for the whole time, also the one that came last before all were. */
    @Test
    void f20_newestName_isHeldOffForTheWholeTime() {
        for (int i = 0; i <= 3 * ROOM; i++) {
            heldOff.begin("k" + i);
        }
        ticker.advance(TIME.minusNanos(1));
        assertThat(heldOff.isOn("k" + 3 * ROOM)).isTrue();
        assertThat(heldOff.isOn("k0")).isTrue();
        assertThat(heldOff.isOn("never evicted")).isTrue();
        ticker.advance(Duration.ofNanos(1));
        assertThat(heldOff.isOn("never evicted")).isFalse();
    }

    @Test
    void f20_namesThatAreOver_makeRoom() {
        for (int i = 0; i < 20 * ROOM; i++) {
            ticker.advance(TIME.dividedBy(ROOM / 4));
            heldOff.begin("k" + i);
            assertThat(heldOff.isOn("k" + i)).isTrue();
            assertThat(heldOff.isOn("other")).isFalse();
        }
    }

    @Test
    void f20_nameThatIsEvictedAgain_isHeldOffFromThenOn() {
        heldOff.begin("k");
        ticker.advance(Duration.ofMillis(500));
        heldOff.begin("k");
        ticker.advance(TIME.minusNanos(1));
        assertThat(heldOff.isOn("k")).isTrue();
        ticker.advance(Duration.ofNanos(1));
        assertThat(heldOff.isOn("k")).isFalse();
    }

    @Test
    @Timeout(60)
    void f20_manyThreadsAtOnce_eachFindsItsNameHeldOff() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        List<Future<Long>> missing = new ArrayList<>();
        try {
            for (int thread = 0; thread < 8; thread++) {
                String prefix = thread + ":";
                missing.add(threads.submit(() -> {
                    long lost = 0;
                    for (int i = 0; i < 20_000; i++) {
                        heldOff.begin(prefix + i);
                        lost += heldOff.isOn(prefix + i) ? 0 : 1;
                    }
                    return lost;
                }));
            }
            for (Future<Long> lost : missing) {
                assertThat(lost.get(50, TimeUnit.SECONDS)).isZero();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void noTime_holdsNothingOff() {
        HoldOff none = new HoldOff(Duration.ZERO, ROOM, ticker);
        none.begin("k");
        assertThat(none.isOn("k")).isFalse();
        assertThat(none.isOnAny(List.of("k"))).isFalse();
    }
}
