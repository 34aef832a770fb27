package dev.larder.agent.core.stats;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

final class UseSamplesTest {

    private final UseSamples<String> uses = new UseSamples<>(2, 0);

    @Test
    void use_soonAfterOneThatWasCounted_isNotDue() {
        assertThat(uses.isDue(0)).isTrue();
        uses.note("a", 0);
        assertThat(uses.isDue(UseSamples.PACE_NANOS - 1)).isFalse();
        assertThat(uses.isDue(UseSamples.PACE_NANOS)).isTrue();
    }

    @Test
    void top_isWhatWasUsedMost_inItsOrder() {
        note("a", 2);
        note("b", 3);
        note("c", 1);
        assertThat(uses.top()).containsExactly(Map.entry("b", 3), Map.entry("a", 2));
        uses.clear();
        assertThat(uses.top()).isEmpty();
    }

    @Test
    void more_thanThereIsRoomFor_pushOutWhatWasUsedLeast() {
        note("hot", 20);
        note("warm", 10);
        for (int i = 0; i < 10 * UseSamples.ROOM; i++) {
            note("once " + i, 1);
        }
        assertThat(uses.top()).containsOnlyKeys("hot", "warm");
    }

    @Test
    void things_thatAreAllUsedALot_haveRoomAfterAWhile() {
        for (int i = 0; i < 2 * UseSamples.ROOM; i++) {
            note("before " + i, 100);
        }
        note("new", 1_000);
        assertThat(uses.top()).containsKey("new");
    }

    private void note(String used, int times) {
        for (int i = 0; i < times; i++) {
            uses.note(used, 0);
        }
    }
}
