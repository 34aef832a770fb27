package dev.larder.agent.core.store.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Entries that end at their time, and changes of them. */
final class ExpiringMapTest extends MapOfEndings {

    @Test
    void get_atItsDeadline_findsNothing() {
        map.putIfAbsent("k", ending(Duration.ofSeconds(1)), ticker.nanoTime());
        ticker.advance(Duration.ofSeconds(1).minusNanos(1));
        assertThat(map.get("k")).isNotNull();
        ticker.advance(Duration.ofNanos(1));
        assertThat(map.get("k")).isNull();
        assertThat(map.remove("k")).isFalse();
    }

    @Test
    void change_ofWhatIsOver_isToldThatThereIsNothing() {
        map.putIfAbsent("k", ending(Duration.ofSeconds(1)), ticker.nanoTime());
        ticker.advance(Duration.ofSeconds(1));
        List<Object> told = new ArrayList<>();
        map.change("k", ticker.nanoTime(), (key, current) -> {
            told.add(current == null ? "nothing" : current);
            return null;
        });
        assertThat(told).containsExactly("nothing");
        assertThat(keys(map)).isEmpty();
    }

    @Test
    void change_thatThrows_changesNothing() {
        Ending there = put("k");
        assertThatThrownBy(() -> map.change("k", ticker.nanoTime(), (key, current) -> {
                    throw new ArithmeticException("no");
                }))
                .isInstanceOf(ArithmeticException.class);
        assertThat(map.get("k")).isSameAs(there);
        assertThat(map.count()).isEqualTo(1);
    }

    /** Or else what is found by other ways would be the first to go. */
    @Test
    void recordFind_countsAsAFind() {
        for (int i = 0; i < ROOM; i++) {
            ticker.advance(Duration.ofMillis(1));
            put("useful" + i);
        }
        for (int i = 0; i < 100 * ROOM; i++) {
            map.recordFind("useful" + i % ROOM, ticker.nanoTime());
        }
        for (int i = 0; i < 10 * ROOM; i++) {
            put("useless" + i);
        }
        assertThat(keys(map).stream().filter(key -> key.startsWith("useful"))).hasSizeGreaterThan(ROOM * 8 / 10);
    }
}
