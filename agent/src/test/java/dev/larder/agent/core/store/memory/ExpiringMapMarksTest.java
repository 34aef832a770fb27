package dev.larder.agent.core.store.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Entries that leave a map are marked before they have left it. */
final class ExpiringMapMarksTest extends MapOfEndings {

    /** Who holds it, or meets it in the map while it is being removed, sees that it is no longer given out. */
    @Test
    void f47_whatIsRemovedOrReplaced_isMarkedWhileItIsStillThere() {
        List<String> told = new ArrayList<>();
        Telling evicted = new Telling("evicted", told);
        Telling replaced = new Telling("replaced", told);
        Telling changedAway = new Telling("changedAway", told);
        Telling dropped = new Telling("dropped", told);
        Telling stays = new Telling("stays", told);
        for (Telling each : List.of(evicted, replaced, changedAway, dropped, stays)) {
            map.change(each.key, ticker.nanoTime(), (key, current) -> each);
        }
        map.remove(evicted.key);
        map.change(replaced.key, ticker.nanoTime(), (key, current) -> ending(LONG));
        map.changeIfPresent(changedAway.key, ticker.nanoTime(), (key, current) -> null);
        map.change(dropped.key, ticker.nanoTime(), (key, current) -> null);
        map.change(stays.key, ticker.nanoTime(), (key, current) -> current);
        assertThat(told)
                .containsExactly("evicted removed", "replaced replaced", "changedAway removed", "dropped removed");
        assertThat(stays.state).isEqualTo(Deadlined.IN_PLACE);
    }

    /** As where its end was moved between a look at it and the put. */
    @Test
    void whatIsOverwritten_isMarked() {
        Ending first = put("k");
        put("k");
        assertThat(first.state).isEqualTo(Deadlined.REPLACED);
    }

    /** As a step that ran out of stack between the mark and the removal leaves it. */
    @Test
    void f47_whatIsMarkedAndStillThere_countsAsAbsent() {
        Ending marked = put("k");
        marked.markRemoved();
        assertThat(map.get("k")).isNull();
        assertThat(map.changeIfPresent("k", ticker.nanoTime(), (key, current) -> current))
                .isFalse();
        Ending next = put("k");
        next.markRemoved();
        assertThat(map.remove("k")).isFalse();
        put("k").markRemoved();
        map.change("k", ticker.nanoTime(), (key, current) -> current == null ? ending(LONG) : null);
        assertThat(map.get("k")).isNotNull();
    }

    @Test
    void f47_whatIsPushedOut_isMarkedWhileItIsStillThere() {
        List<String> told = new ArrayList<>();
        for (int i = 0; i < 10 * ROOM; i++) {
            map.putIfAbsent("k" + i, new Telling("k" + i, told), ticker.nanoTime());
        }
        assertThat(told)
                .hasSize(9 * ROOM)
                .doesNotHaveDuplicates()
                .allMatch(line -> line.endsWith(" removed"))
                .noneMatch(line -> keys(map).contains(line.replace(" removed", "")));
    }

    /** Says what it is marked as, and whether it is still there then. */
    private final class Telling extends Ending {

        private final String key;
        private final List<String> told;

        Telling(String key, List<String> told) {
            super(ticker.nanoTime() + LONG.toNanos(), new AtomicInteger());
            this.key = key;
            this.told = told;
        }

        @Override
        void markReplaced() {
            tell("replaced");
            super.markReplaced();
            assertThat(map.get(key))
                    .as("what is given out while something else takes its place")
                    .isSameAs(this);
        }

        @Override
        void markRemoved() {
            tell("removed");
            super.markRemoved();
            assertThat(map.get(key)).as("what is given out once it is marked").isNull();
        }

        private void tell(String what) {
            told.add(map.get(key) == this ? key + " " + what : key + " is gone already");
        }
    }
}
