package dev.larder.agent.core.store.memory;

import static org.assertj.core.api.Assertions.assertThat;

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

/** How many entries a map keeps, and when those that are over make room. */
final class ExpiringMapRoomTest extends MapOfEndings {

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
            map.putIfAbsent("short" + i, ending(Duration.ofSeconds(1)), ticker.nanoTime());
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
            map.putIfAbsent("short" + i, ending(Duration.ofSeconds(1)), ticker.nanoTime());
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
            map.putIfAbsent("first" + i, ending(LONG), ticker.nanoTime());
        }
        AtomicInteger looks = new AtomicInteger();
        for (int i = 0; i < 100_000; i++) {
            map.putIfAbsent("k" + i, new Ending(Long.MAX_VALUE, looks), ticker.nanoTime());
        }
        for (int i = 0; i < 1_000; i++) {
            int before = looks.get();
            ticker.advance(Duration.ofMillis(100));
            map.change("last", ticker.nanoTime(), (key, there) -> ending(LONG));
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
            map.putIfAbsent("k" + i, ending(Duration.ofSeconds(1)), ticker.nanoTime());
        }
        for (int i = 10; i < many; i++) {
            map.remove("k" + i);
        }
        ticker.advance(Duration.ofSeconds(1));
        for (int i = 0; i < many; i++) {
            ticker.advance(Duration.ofMillis(1));
            map.change("long", ticker.nanoTime(), (key, there) -> ending(LONG));
        }
        assertThat(keys(map)).containsExactly("long");
    }

    /** An order of usefulness that is kept late is better than none. */
    @Test
    void put_whereThereCanBeNoThread_keepsAsManyAsThereIsRoomFor() {
        ExpiringMap<Ending> alone = new ExpiringMap<>(
                Room.forValues(ROOM),
                task -> {
                    throw new OutOfMemoryError("unable to create native thread");
                },
                ticker);
        for (int i = 0; i < 10 * ROOM; i++) {
            alone.putIfAbsent("k" + i, ending(LONG), ticker.nanoTime());
        }
        assertThat(alone.count()).isEqualTo(ROOM);
    }

    /** Whoever does the upkeep after reads may be busy for long, and to wake him for each put would cost more than the upkeep. */
    @Test
    void put_whereNobodyElseDoesTheUpkeep_staysWithinBounds() {
        ExpiringMap<Ending> alone = new ExpiringMap<>(Room.forValues(ROOM), task -> {}, ticker);
        for (int i = 0; i < 10 * ROOM; i++) {
            alone.putIfAbsent("k" + i, ending(LONG), ticker.nanoTime());
            assertThat(alone.count()).isLessThanOrEqualTo(ROOM);
        }
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
}
