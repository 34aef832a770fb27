package dev.larder.agent.core.store.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.larder.agent.fixtures.FakeTicker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
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
    private final ExpiringMap<Ending> map = ExpiringMap.bounded(ROOM, Runnable::run, ticker);

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
        assertThat(map.keys()).isEmpty();
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
    void remove_ofAnother_leavesWhatIsThere() {
        Ending first = put("k");
        Ending second = put("k");
        map.remove("k", first);
        assertThat(map.get("k")).isSameAs(second);
        map.remove("k", second);
        assertThat(map.get("k")).isNull();
    }

    @Test
    void put_aboveTheRoom_keepsAsManyAsThereIsRoomFor() {
        for (int i = 0; i < 10 * ROOM; i++) {
            put("k" + i);
            assertThat(map.keys()).hasSizeLessThanOrEqualTo(ROOM);
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
        assertThat(map.keys()).hasSizeLessThanOrEqualTo(ROOM);
        assertThat(map.keys().stream().filter(key -> key.startsWith("long"))).hasSizeGreaterThan(ROOM * 3 / 10);
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
        assertThat(map.keys()).containsExactly("long");
        assertThat(map.count()).isEqualTo(1);
    }

    /** What was one bin when the round began is thousands by then. */
    @Test
    void put_whenTheTableHasGrownMeanwhile_looksAtAFew() {
        ExpiringMap<Ending> map = ExpiringMap.unbounded(ticker);
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
        ExpiringMap<Ending> map = ExpiringMap.unbounded(ticker);
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
        assertThat(map.keys()).containsExactly("long");
    }

    /** So that who has got hold of it elsewhere does not find it in force when others find another in its place. */
    @Test
    void whatIsGivenUp_isToldWhileItIsStillThere() {
        List<Object> told = new ArrayList<>();
        Telling evicted = new Telling("evicted", told);
        Telling replaced = new Telling("replaced", told);
        Telling changedAway = new Telling("changedAway", told);
        Telling stays = new Telling("stays", told);
        for (Telling each : List.of(evicted, replaced, changedAway, stays)) {
            map.change(each.key, ticker.nanoTime(), (key, current) -> each);
        }
        map.remove(evicted.key);
        map.change(replaced.key, ticker.nanoTime(), (key, current) -> ending(LONG));
        map.changeIfPresent(changedAway.key, ticker.nanoTime(), (key, current) -> null);
        map.change(stays.key, ticker.nanoTime(), (key, current) -> current);
        assertThat(told).containsExactly("evicted", "replaced", "changedAway");
    }

    /** As where its end was moved between a look at it and the put. */
    @Test
    void whatIsOverwritten_isTold() {
        List<Object> told = new ArrayList<>();
        map.put("k", new Telling("k", told), ticker.nanoTime());
        put("k");
        assertThat(told).hasSize(1);
    }

    /** An order of usefulness that is kept late is better than none. */
    @Test
    void put_whereThereCanBeNoThread_keepsAsManyAsThereIsRoomFor() {
        ExpiringMap<Ending> alone = ExpiringMap.bounded(
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
        ExpiringMap<Ending> alone = ExpiringMap.bounded(ROOM, task -> {}, ticker);
        for (int i = 0; i < 1_000 * ROOM; i++) {
            alone.put("k" + i, ending(LONG), ticker.nanoTime());
        }
        assertThat(alone.count()).isLessThan(100 * ROOM);
    }

    @Test
    void whatIsPushedOut_isToldWhileItIsStillThere() {
        List<Object> told = new ArrayList<>();
        for (int i = 0; i < 10 * ROOM; i++) {
            map.put("k" + i, new Telling("k" + i, told), ticker.nanoTime());
        }
        assertThat(told).hasSize(9 * ROOM).doesNotHaveDuplicates().noneMatch(map.keys()::contains);
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
        assertThat(map.keys().stream().filter(key -> key.startsWith("useful"))).hasSizeGreaterThan(ROOM * 8 / 10);
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
        assertThat(map.keys()).hasSizeLessThanOrEqualTo(ROOM);
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
    private static class Ending implements Deadlined {

        private final long deadlineNanos;
        private final AtomicInteger looks;

        Ending(long deadlineNanos, AtomicInteger looks) {
            this.deadlineNanos = deadlineNanos;
            this.looks = looks;
        }

        @Override
        public boolean isOver(long nowNanos) {
            looks.incrementAndGet();
            return Deadlined.isOver(deadlineNanos, nowNanos);
        }
    }

    /** Says when it is given up, and whether it is still there then. */
    private final class Telling extends Ending {

        private final String key;
        private final List<Object> told;

        Telling(String key, List<Object> told) {
            super(ticker.nanoTime() + LONG.toNanos(), new AtomicInteger());
            this.key = key;
            this.told = told;
        }

        @Override
        public void giveUp() {
            told.add(map.get(key) == this ? key : key + " is gone already");
        }
    }
}
