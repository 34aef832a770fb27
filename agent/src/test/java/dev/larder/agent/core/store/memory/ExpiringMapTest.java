package dev.larder.agent.core.store.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.larder.agent.fixtures.FakeTicker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

final class ExpiringMapTest {

    private static final int ROOM = 100;
    private static final Duration LONG = Duration.ofHours(1);

    private final FakeTicker ticker = new FakeTicker();
    private final ExpiringMap<Ending> map = new ExpiringMap<>(ROOM, Runnable::run, ticker);

    @Test
    void get_atItsDeadline_findsNothing() {
        map.put("k", ending(Duration.ofSeconds(1)), ticker.nanoTime());
        ticker.advance(Duration.ofSeconds(1).minusNanos(1));
        assertThat(map.get("k")).isNotNull();
        ticker.advance(Duration.ofNanos(1));
        assertThat(map.get("k")).isNull();
        assertThat(map.remove("k")).isFalse();
    }

    @Test
    void change_ofWhatIsOver_isToldThatThereIsNothing() {
        map.put("k", ending(Duration.ofSeconds(1)), ticker.nanoTime());
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

    @Test
    void put_aboveTheRoom_keepsAsManyAsThereIsRoomFor() {
        for (int i = 0; i < 10 * ROOM; i++) {
            put("k" + i);
            assertThat(keys(map)).hasSizeLessThanOrEqualTo(ROOM);
        }
        assertThat(map.count()).isEqualTo(ROOM);
    }

    @Test
    void put_overAndOverUnderOneKey_takesOnePlace() {
        put("other");
        for (int i = 0; i < 10 * ROOM; i++) {
            put("k");
        }
        assertThat(map.get("other")).isNotNull();
        assertThat(map.count()).isEqualTo(2);
    }

    @Test
    void put_whereSomeAreOver_makesRoomByThem() {
        for (int i = 0; i < ROOM / 2; i++) {
            map.put("short" + i, ending(Duration.ofSeconds(1)), ticker.nanoTime());
            put("long" + i);
        }
        ticker.advance(Duration.ofSeconds(2));
        for (int i = 0; i < ROOM / 2; i++) {
            ticker.advance(Duration.ofMillis(1));
            put("new" + i);
        }
        assertThat(keys(map)).hasSizeLessThanOrEqualTo(ROOM);
        assertThat(keys(map).stream().filter(key -> key.startsWith("long"))).hasSizeGreaterThan(ROOM * 3 / 10);
        assertThat(map.count()).isBetween(ROOM * 8 / 10L, (long) ROOM);
    }

    /** As where everything that is asked for is there: nothing is put. */
    @Test
    void get_ofWhatIsThere_takesOutWhatIsOver() {
        for (int i = 0; i < ROOM / 2; i++) {
            map.put("short" + i, ending(Duration.ofSeconds(1)), ticker.nanoTime());
        }
        put("long");
        ticker.advance(Duration.ofSeconds(1));
        for (int i = 0; i < ROOM; i++) {
            ticker.advance(Duration.ofMillis(1));
            map.get("long");
        }
        assertThat(keys(map)).containsExactly("long");
        assertThat(map.count()).isEqualTo(1);
    }

    /** What was one bin when the round began is thousands by then. */
    @Test
    void put_whenTheTableHasGrownMeanwhile_looksAtAFew() {
        ExpiringMap<Ending> map = new ExpiringMap<>(ticker);
        for (int i = 0; i < 3; i++) {
            ticker.advance(Duration.ofMillis(1));
            map.put("first" + i, ending(LONG), ticker.nanoTime());
        }
        AtomicInteger looks = new AtomicInteger();
        for (int i = 0; i < 100_000; i++) {
            map.put("k" + i, new Ending(Long.MAX_VALUE, looks), ticker.nanoTime());
        }
        for (int i = 0; i < 1_000; i++) {
            int before = looks.get();
            ticker.advance(Duration.ofMillis(100));
            map.put("last", ending(LONG), ticker.nanoTime());
            assertThat(looks.get() - before).isLessThanOrEqualTo(256);
        }
        assertThat(looks.get()).isGreaterThan(10_000);
    }

    /** Its table stays as large as it was, so that most of it is empty. */
    @Test
    void put_intoAMapThatWasLargeOnce_takesOutWhatIsOverInOneRound() {
        ExpiringMap<Ending> map = new ExpiringMap<>(ticker);
        int many = 10_000;
        for (int i = 0; i < many; i++) {
            map.put("k" + i, ending(Duration.ofSeconds(1)), ticker.nanoTime());
        }
        for (int i = 10; i < many; i++) {
            map.remove("k" + i);
        }
        ticker.advance(Duration.ofSeconds(1));
        for (int i = 0; i < many; i++) {
            ticker.advance(Duration.ofMillis(1));
            map.put("long", ending(LONG), ticker.nanoTime());
        }
        assertThat(keys(map)).containsExactly("long");
    }

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
        assertThat(stays.isInPlace()).isTrue();
    }

    /** As where its end was moved between a look at it and the put. */
    @Test
    void whatIsOverwritten_isMarked() {
        Ending first = put("k");
        put("k");
        assertThat(first.isInPlace()).isFalse();
        assertThat(first.isRemoved()).isFalse();
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

    /** An order of usefulness that is kept late is better than none. */
    @Test
    void put_whereThereCanBeNoThread_keepsAsManyAsThereIsRoomFor() {
        ExpiringMap<Ending> alone = new ExpiringMap<>(
                ROOM,
                task -> {
                    throw new OutOfMemoryError("unable to create native thread");
                },
                ticker);
        for (int i = 0; i < 10 * ROOM; i++) {
            alone.put("k" + i, ending(LONG), ticker.nanoTime());
        }
        assertThat(alone.count()).isEqualTo(ROOM);
    }

    /** Whoever is to do the upkeep may be busy for long. */
    @Test
    void put_whereNobodyDoesTheUpkeep_staysWithinBounds() {
        ExpiringMap<Ending> alone = new ExpiringMap<>(ROOM, task -> {}, ticker);
        for (int i = 0; i < 1_000 * ROOM; i++) {
            alone.put("k" + i, ending(LONG), ticker.nanoTime());
        }
        assertThat(alone.count()).isLessThan(100 * ROOM);
    }

    @Test
    void f47_whatIsPushedOut_isMarkedWhileItIsStillThere() {
        List<String> told = new ArrayList<>();
        for (int i = 0; i < 10 * ROOM; i++) {
            map.put("k" + i, new Telling("k" + i, told), ticker.nanoTime());
        }
        assertThat(told)
                .hasSize(9 * ROOM)
                .doesNotHaveDuplicates()
                .allMatch(line -> line.endsWith(" removed"))
                .noneMatch(line -> keys(map).contains(line.replace(" removed", "")));
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

    /** Whatever happens at once, what is in the map and what takes up room stay the same. */
    @Test
    @Timeout(60)
    void change_byManyAtOnce_losesNoRoom() throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(4);
        try {
            List<Future<?>> workers = new ArrayList<>();
            for (int worker = 0; worker < 4; worker++) {
                Random random = new Random(worker);
                workers.add(pool.submit(() -> work(random)));
            }
            for (Future<?> worker : workers) {
                worker.get(50, TimeUnit.SECONDS);
            }
        } finally {
            pool.shutdownNow();
        }
        assertThat(keys(map)).hasSizeLessThanOrEqualTo(ROOM);
        for (int i = 0; i < 2 * ROOM; i++) {
            put("last" + i);
        }
        assertThat(map.count()).isEqualTo(ROOM);
    }

    private void work(Random random) {
        for (int i = 0; i < 50_000; i++) {
            String key = "k" + random.nextInt(2 * ROOM);
            switch (random.nextInt(4)) {
                case 0 -> put(key);
                case 1 -> map.remove(key);
                case 2 ->
                    map.changeIfPresent(
                            key, ticker.nanoTime(), (k, current) -> random.nextBoolean() ? null : ending(LONG));
                default -> map.get(key);
            }
        }
    }

    private Ending put(String key) {
        Ending given = ending(LONG);
        map.put(key, given, ticker.nanoTime());
        return given;
    }

    private Ending ending(Duration ttl) {
        return new Ending(ticker.nanoTime() + ttl.toNanos(), new AtomicInteger());
    }

    /** Nothing but an end; two of them are never equal. */
    private static class Ending extends Deadlined {

        private final long deadlineNanos;
        private final AtomicInteger looks;

        Ending(long deadlineNanos, AtomicInteger looks) {
            this.deadlineNanos = deadlineNanos;
            this.looks = looks;
        }

        @Override
        boolean isOver(long nowNanos) {
            looks.incrementAndGet();
            return Deadlined.isOver(deadlineNanos, nowNanos);
        }
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

    private static Set<String> keys(ExpiringMap<?> map) {
        Set<String> keys = new HashSet<>();
        map.forEachKey(key -> assertThat(keys.add(key)).isTrue());
        return keys;
    }
}
