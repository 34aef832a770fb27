package dev.larder.agent.core.link.batch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Batch methods: what the body is called with, and which entries there are afterwards. */
abstract class BatchContract extends ShopCalls {

    @Test
    void map_someAreThere_bodyGetsExactlyTheOthersInTheirOrder() throws Throwable {
        call("many", ids(2, 4));
        assertThat(call("many", ids(9, 4, 1, 2, 3)))
                .isEqualTo(Map.of(1L, "user 1.0", 2L, "user 2.0", 3L, "user 3.0", 4L, "user 4.0", 9L, "user 9.0"));
        assertThat(runs()).containsExactly("many [2, 4]", "many [9, 1, 3]");
        Map<?, ?> hits = (Map<?, ?>) call("many", ids(9, 4, 1, 2, 3));
        assertThat(new ArrayList<Object>(hits.keySet())).isEqualTo(ids(9, 4, 1, 2, 3));
        assertThat(hits).isExactlyInstanceOf(LinkedHashMap.class);
        assertThat(runs()).isEmpty();
        assertThat(application.counts().hits()).isEqualTo(7);
        assertThat(application.counts().misses()).isEqualTo(5);
        assertThat(application.counts().errors()).isZero();
        assertThat(application.counts().bypasses()).isZero();
        assertThat(application.refusals()).noneMatch(line -> line.contains("many("));
    }

    @Test
    void entries_areThoseOfTheSingleMethod() throws Throwable {
        call("one", 1L);
        assertThat(call("listed", ids(1, 2))).isEqualTo(List.of("user 1.0", "user 2.0"));
        assertThat(call("one", 2L)).isEqualTo("user 2.0");
        assertThat(call("ofArray", new long[] {2, 1, 3}))
                .isEqualTo(Map.of(1L, "user 1.0", 2L, "user 2.0", 3L, "user 3.0"));
        assertThat(call("ofObjects", (Object) new Long[] {3L, 4L})).isEqualTo(Map.of(3L, "user 3.0", 4L, "user 4.0"));
        assertThat(call("many", ids(1, 2, 3, 4)))
                .isEqualTo(Map.of(1L, "user 1.0", 2L, "user 2.0", 3L, "user 3.0", 4L, "user 4.0"));
        assertThat(runs()).containsExactly("one 1", "listed [2]", "ofArray [3]", "ofObjects [4]");
    }

    @Test
    void duplicates_areLoadedOnce() throws Throwable {
        assertThat(call("listed", ids(1, 2, 1))).isEqualTo(List.of("user 1.0", "user 2.0", "user 1.0"));
        assertThat(call("many", ids(1, 3, 3))).isEqualTo(Map.of(1L, "user 1.0", 3L, "user 3.0"));
        assertThat(runs()).containsExactly("listed [1, 2]", "many [3]");
    }

    @Test
    void otherPartsOfTheKey_tellEntriesApart() throws Throwable {
        call("ofKind", "k", Set.of(1L));
        call("ofKind", "m", Set.of(1L));
        shop.getClass().getField("tenant").set(shop, "b");
        assertThat(call("ofKind", "k", Set.of(1L))).isEqualTo(Map.of(1L, "bk1"));
        assertThat(runs()).containsExactly("ofKind ak[1]", "ofKind am[1]", "ofKind bk[1]");
        assertThat(call("ofKind", "k", Set.of(1L))).isEqualTo(Map.of(1L, "bk1"));
        assertThat(runs()).isEmpty();
    }

    @Test
    void when_isAskedOnceWithAllIds() throws Throwable {
        call("few", ids(1, 2, 3));
        call("few", ids(1, 2));
        call("few", ids(1, 2));
        call("few", ids(1, 2, 3));
        assertThat(runs()).containsExactly("few [1, 2, 3]", "few [1, 2]", "few [1, 2, 3]");
        assertThat(application.counts().bypasses()).isEqualTo(2);
    }

    @Test
    void tags_ofOneId_evictThatAlone() throws Throwable {
        call("tagged", ids(1, 2, 3));
        call("evictTag", 2L);
        call("tagged", ids(1, 2, 3));
        call("evictAll");
        call("tagged", ids(1, 2, 3));
        call("tagged", ids(1, 2, 3));
        assertThat(runs()).containsExactly("tagged [1, 2, 3]", "tagged [2]", "tagged [1, 2, 3]");
    }

    @Test
    void evictions_ofSomeIds_loadThoseAgain() throws Throwable {
        call("many", ids(1, 2, 3));
        call("evict", ids(1, 3));
        call("many", ids(1, 2, 3));
        assertThat(runs()).containsExactly("many [1, 2, 3]", "many [1, 3]");
    }

    @Test
    void evictionDuringTheLoad_thatIdIsNotStored() throws Throwable {
        shop.getClass().getField("during").set(shop, (Runnable) () -> {
            try {
                call("evict", ids(2));
            } catch (Throwable e) {
                throw new AssertionError(e);
            }
        });
        call("many", ids(1, 2, 3));
        shop.getClass().getField("during").set(shop, (Runnable) () -> {});
        call("many", ids(1, 2, 3));
        assertThat(runs()).containsExactly("many [1, 2, 3]", "many [2]");
    }

    @Test
    void evictionOfATagDuringTheLoad_nothingIsStored() throws Throwable {
        shop.getClass().getField("during").set(shop, (Runnable) () -> {
            try {
                call("evictAll");
            } catch (Throwable e) {
                throw new AssertionError(e);
            }
        });
        call("tagged", ids(1, 2, 3));
        shop.getClass().getField("during").set(shop, (Runnable) () -> {});
        call("tagged", ids(1, 2, 3));
        call("tagged", ids(1, 2, 3));
        assertThat(runs()).containsExactly("tagged [1, 2, 3]", "tagged [1, 2, 3]");
        assertThat(application.counts().refusedStores()).isEqualTo(3);
    }

    /** Beside a model that knows what every entry must be. */
    @Test
    void randomBatches_areWhatTheBodyWouldReturn() throws Throwable {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        Map<Long, Integer> versions = field("versions");
        for (int step = 0; step < 300; step++) {
            List<Long> some = new ArrayList<>();
            for (int i = random.nextInt(12); i >= 0; i--) {
                some.add((long) random.nextInt(30));
            }
            switch (random.nextInt(5)) {
                case 0 -> {
                    Set<Long> changed = new LinkedHashSet<>(some);
                    changed.forEach(id -> versions.merge(id, 1, Integer::sum));
                    call("evict", new ArrayList<>(changed));
                }
                case 1 -> assertThat(call("listed", some)).as("seed %s", seed).isEqualTo(expected(some, versions));
                case 2 ->
                    assertThat(call("one", some.get(0)))
                            .as("seed %s", seed)
                            .isEqualTo(expected(some, versions).get(0));
                default -> {
                    Map<Long, String> model = new HashMap<>();
                    List<String> values = expected(some, versions);
                    for (int i = 0; i < some.size(); i++) {
                        if (values.get(i) != null) {
                            model.put(some.get(i), values.get(i));
                        }
                    }
                    assertThat(call("many", some)).as("seed %s", seed).isEqualTo(model);
                }
            }
        }
        assertThat(application.counts().errors()).isZero();
        assertThat(application.counts().hits()).isPositive();
    }

    private static List<String> expected(List<Long> ids, Map<Long, Integer> versions) {
        List<String> values = new ArrayList<>();
        for (Long id : ids) {
            values.add(id % 5 == 0 ? null : "user " + id + "." + versions.getOrDefault(id, 0));
        }
        return values;
    }

    /** Eight threads whose batches overlap; each id's body runs about once, and no caller waits for ever. */
    @Test
    void overlappingBatches_loadEachIdAboutOnce() throws Throwable {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            CountDownLatch start = new CountDownLatch(1);
            List<Future<Object>> results = new ArrayList<>();
            for (int t = 0; t < 8; t++) {
                List<Long> some = new ArrayList<>();
                for (long id = 0; id < 60; id++) {
                    some.add(id);
                }
                Collections.shuffle(some, new Random(t));
                List<Long> mine = some.subList(0, 40);
                results.add(threads.submit(() -> {
                    start.await();
                    try {
                        return call("many", mine);
                    } catch (Throwable e) {
                        throw new AssertionError(e);
                    }
                }));
            }
            start.countDown();
            for (Future<Object> result : results) {
                assertThat(((Map<?, ?>) result.get(60, TimeUnit.SECONDS)).size())
                        .isBetween(28, 40);
            }
            int loaded = runs().stream().mapToInt(run -> run.split(",").length).sum();
            assertThat(loaded).isBetween(55, 90);
            assertThat(application.counts().errors()).isZero();
        } finally {
            threads.shutdownNow();
        }
    }
}
