package dev.larder.agent.core.link.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.larder.CacheEvict;
import dev.larder.Cached;
import dev.larder.agent.core.store.CacheStore;
import dev.larder.agent.fixtures.Silent;
import dev.larder.agent.fixtures.WovenApplication;
import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Batch methods, woven and called as an application does. What the body is called with, and what comes out. */
@Silent
@Timeout(120)
abstract class BatchContract {

    private WovenApplication application;
    private Object shop;

    abstract CacheStore store() throws Exception;

    @BeforeEach
    void weave() throws Exception {
        application = WovenApplication.over(store(), BatchContract.class);
        shop = application.woven(Shop.class).getConstructor().newInstance();
    }

    @AfterEach
    void close() throws Exception {
        application.close();
    }

    /** Its source has a value for every id but those that can be divided by 5. */
    public static final class Shop {

        public final List<String> runs = new CopyOnWriteArrayList<>();
        public final Map<Long, Integer> versions = new ConcurrentHashMap<>();
        public volatile String tenant = "a";
        public volatile Runnable during = () -> {};

        private String value(Long id) {
            return id == null ? "of null" : id % 5 == 0 ? null : "user " + id + "." + versions.getOrDefault(id, 0);
        }

        private Map<Long, String> all(Iterable<Long> ids) {
            Map<Long, String> found = new HashMap<>();
            for (Long id : ids) {
                if (value(id) != null) {
                    found.put(id, value(id));
                }
            }
            return found;
        }

        @Cached(key = "user:{id}", ttl = 60)
        public String one(long id) {
            runs.add("one " + id);
            return value(id);
        }

        @Cached(key = "user:{ids[]}", ttl = 60)
        public Map<Long, String> many(Collection<Long> ids) {
            runs.add("many " + ids);
            during.run();
            return all(ids);
        }

        @Cached(key = "user:{ids[]}", ttl = 60)
        public List<String> listed(List<Long> ids) {
            runs.add("listed " + ids);
            List<String> found = new ArrayList<>();
            ids.forEach(id -> found.add(value(id)));
            return found;
        }

        @Cached(key = "user:{ids[]}", ttl = 60)
        public Map<Long, String> ofArray(long... ids) {
            runs.add("ofArray " + Arrays.toString(ids));
            List<Long> all = new ArrayList<>();
            Arrays.stream(ids).forEach(all::add);
            return all(all);
        }

        @Cached(key = "user:{ids[]}", ttl = 60)
        public Map<Long, String> ofObjects(Long[] ids) {
            runs.add("ofObjects " + Arrays.toString(ids));
            return all(Arrays.asList(ids));
        }

        @Cached(key = "user:{ids[]}", ttl = 60)
        public Map<Long, String> ofSorted(SortedSet<Long> ids) {
            runs.add("ofSorted " + ids);
            return all(ids);
        }

        @Cached(key = "user:{ids[]}", ttl = 60)
        public Map<Long, String> ofIterable(Iterable<Long> ids) {
            List<Long> all = new ArrayList<>();
            ids.forEach(all::add);
            runs.add("ofIterable " + all);
            return all(all);
        }

        @Cached(key = "user:{this.tenant}:{kind}:{ids[]}", ttl = 60)
        public Map<Long, String> ofKind(String kind, Set<Long> ids) {
            runs.add("ofKind " + tenant + kind + ids);
            Map<Long, String> found = new TreeMap<>();
            ids.forEach(id -> found.put(id, tenant + kind + id));
            return found;
        }

        @Cached(
                key = "tagged:{ids[]}",
                ttl = 60,
                tags = {"t:{ids[]}", "all"})
        public Map<Long, String> tagged(Collection<Long> ids) {
            runs.add("tagged " + ids);
            return all(ids);
        }

        @CacheEvict(tag = "t:{id}")
        public void evictTag(long id) {}

        @CacheEvict(tag = "all")
        public void evictAll() {}

        @CacheEvict(key = "user:{ids[]}")
        public void evict(Collection<Long> ids) {}

        @Cached(key = "user:{id}", ttl = 60, nullTtl = 0)
        public String oneWithoutNull(long id) {
            return value(id);
        }

        @Cached(key = "nonull:{ids[]}", ttl = 60, nullTtl = 0)
        public Map<Long, String> withoutNull(Collection<Long> ids) {
            runs.add("withoutNull " + ids);
            return all(ids);
        }

        @Cached(key = "explicit:{ids[]}", ttl = 60)
        public Map<Long, String> explicitNulls(Collection<Long> ids) {
            runs.add("explicitNulls " + ids);
            Map<Long, String> found = new LinkedHashMap<>();
            ids.forEach(id -> found.put(id, value(id)));
            return found;
        }

        @Cached(key = "short:{ids[]}", ttl = 60)
        public List<String> shortened(List<Long> ids) {
            runs.add("shortened " + ids);
            List<String> found = new ArrayList<>();
            ids.stream().filter(id -> value(id) != null).forEach(id -> found.add(value(id)));
            return found;
        }

        @Cached(key = "group:{ids[]}", ttl = 60)
        public Map<Long, List<String>> groups(Collection<Long> ids) {
            runs.add("groups " + ids);
            Map<Long, List<String>> found = new HashMap<>();
            all(ids).forEach((id, value) -> found.put(id, new ArrayList<>(List.of(value))));
            return found;
        }

        @Cached(key = "parents:{ids[]}", ttl = 60)
        public Map<Long, String> withParents(Collection<Long> ids) {
            runs.add("withParents " + ids);
            Map<Long, String> found = all(ids);
            found.put(-1L, "parent");
            return found;
        }

        @Cached(key = "other:{ids[]}", ttl = 60)
        public Map<String, String> otherKeys(List<String> names) {
            return Map.of();
        }

        @Cached(key = "upper:{names[]}", ttl = 60)
        public Map<String, String> upper(List<String> names) {
            runs.add("upper " + names);
            Map<String, String> found = new HashMap<>();
            names.forEach(name -> found.put(name.toUpperCase(java.util.Locale.ROOT), name));
            return found;
        }

        @Cached(key = "unless:{ids[]}", ttl = 60, unless = "isOdd")
        public Map<Long, Integer> unless(Collection<Long> ids) {
            runs.add("unless " + ids);
            Map<Long, Integer> found = new HashMap<>();
            ids.forEach(id -> found.put(id, id.intValue()));
            return found;
        }

        public boolean isOdd(Integer value) {
            return value % 2 == 1;
        }

        @Cached(key = "throwing:{ids[]}", ttl = 60)
        public Map<Long, String> throwing(Collection<Long> ids) {
            runs.add("throwing " + ids);
            if (ids.contains(13L)) {
                throw new IllegalStateException("13");
            }
            return all(ids);
        }

        @Cached(key = "null:{ids[]}", ttl = 60)
        public Map<Long, String> nothing(Collection<Long> ids) {
            runs.add("nothing " + ids);
            return null;
        }
    }

    private Object call(String name, Object... arguments) throws Throwable {
        for (var method : shop.getClass().getMethods()) {
            if (method.getName().equals(name)) {
                try {
                    return method.invoke(shop, arguments);
                } catch (InvocationTargetException e) {
                    throw e.getCause();
                }
            }
        }
        throw new AssertionError(name);
    }

    @SuppressWarnings("unchecked")
    private <T> T field(String name) throws Exception {
        return (T) shop.getClass().getField(name).get(shop);
    }

    private List<String> runs() throws Exception {
        List<String> all = field("runs");
        List<String> copy = List.copyOf(all);
        all.clear();
        return copy;
    }

    private static List<Long> ids(long... ids) {
        List<Long> all = new ArrayList<>();
        Arrays.stream(ids).forEach(all::add);
        return all;
    }

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
    void absentIds_areCachedAsAbsent() throws Throwable {
        assertThat(call("many", ids(5, 6))).isEqualTo(Map.of(6L, "user 6.0"));
        assertThat(call("many", ids(5, 6))).isEqualTo(Map.of(6L, "user 6.0"));
        assertThat(call("one", 5L)).isNull();
        assertThat(call("listed", ids(6, 5))).isEqualTo(Arrays.asList("user 6.0", null));
        assertThat(runs()).containsExactly("many [5, 6]");
    }

    @Test
    void absentIds_nullTtl0_areNotCached() throws Throwable {
        call("withoutNull", ids(5, 6));
        call("withoutNull", ids(5, 6));
        assertThat(runs()).containsExactly("withoutNull [5, 6]", "withoutNull [5]");
    }

    @Test
    void duplicates_areLoadedOnce() throws Throwable {
        assertThat(call("listed", ids(1, 2, 1))).isEqualTo(List.of("user 1.0", "user 2.0", "user 1.0"));
        assertThat(call("many", ids(1, 3, 3))).isEqualTo(Map.of(1L, "user 1.0", 3L, "user 3.0"));
        assertThat(runs()).containsExactly("listed [1, 2]", "many [3]");
    }

    @Test
    void nullIds_areIdsLikeOthers_emptyAndNullGoToTheBody() throws Throwable {
        assertThat(call("many", Arrays.asList(1L, null))).isEqualTo(new HashMap<>(Map.of(1L, "user 1.0")) {
            {
                put(null, "of null");
            }
        });
        call("many", Arrays.asList(null, 1L));
        assertThat(runs()).hasSize(1);
        assertThat(call("many", ids())).isEqualTo(Map.of());
        assertThat(runs()).containsExactly("many []");
        assertThatThrownBy(() -> call("many", (Object) null)).isInstanceOf(NullPointerException.class);
        assertThat(application.counts().bypasses()).isEqualTo(2);
    }

    @Test
    void allMissing_bodyGetsTheArgumentAndCallerTheResult() throws Throwable {
        assertThat(call("ofKind", "k", new TreeSet<>(ids(2, 1)))).isExactlyInstanceOf(TreeMap.class);
        assertThat(runs()).containsExactly("ofKind ak[1, 2]");
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
    void setsAndIterables_bodyGetsItsOwnKind() throws Throwable {
        call("one", 2L);
        SortedSet<Long> sorted = new TreeSet<>(Comparator.<Long>reverseOrder());
        sorted.addAll(ids(1, 2, 3));
        assertThat(call("ofSorted", sorted)).isEqualTo(Map.of(1L, "user 1.0", 2L, "user 2.0", 3L, "user 3.0"));
        List<Long> source = ids(3, 4);
        var once = source.iterator();
        assertThat(call("ofIterable", (Iterable<Long>) () -> once)).isEqualTo(Map.of(3L, "user 3.0", 4L, "user 4.0"));
        var again = ids(6, 7).iterator();
        assertThat(call("ofIterable", (Iterable<Long>) () -> again)).isEqualTo(Map.of(6L, "user 6.0", 7L, "user 7.0"));
        assertThat(runs()).containsExactly("one 2", "ofSorted [3, 1]", "ofIterable [4]", "ofIterable [6, 7]");
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
    void bodyThrows_sameExceptionAndNothingIsStored() throws Throwable {
        call("throwing", ids(1));
        assertThatThrownBy(() -> call("throwing", ids(1, 13, 2)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("13");
        call("throwing", ids(1, 2));
        assertThat(runs()).containsExactly("throwing [1]", "throwing [13, 2]", "throwing [2]");
        assertThat(application.counts().loadFailures()).isEqualTo(2);
    }

    @Test
    void unless_isAskedForEachId() throws Throwable {
        call("unless", ids(1, 2, 3, 4));
        call("unless", ids(1, 2, 3, 4));
        assertThat(runs()).containsExactly("unless [1, 2, 3, 4]", "unless [1, 3]");
    }

    @Test
    void mappedToNull_isNotStored() throws Throwable {
        Map<Long, String> expected = new HashMap<>();
        expected.put(4L, "user 4.0");
        expected.put(5L, null);
        assertThat(call("explicitNulls", ids(4, 5))).isEqualTo(expected);
        assertThat(call("explicitNulls", ids(4, 5))).isEqualTo(expected);
        assertThat(runs()).containsExactly("explicitNulls [4, 5]", "explicitNulls [5]");
    }

    @Test
    void listOfAnotherLength_isNotStored_andACallWithHitsRunsForAll() throws Throwable {
        assertThat(call("shortened", ids(4, 5))).isEqualTo(List.of("user 4.0"));
        assertThat(call("shortened", ids(4, 6))).isEqualTo(List.of("user 4.0", "user 6.0"));
        assertThat(call("shortened", ids(4, 5, 6))).isEqualTo(List.of("user 4.0", "user 6.0"));
        assertThat(runs())
                .containsExactly("shortened [4, 5]", "shortened [4, 6]", "shortened [5]", "shortened [4, 5, 6]");
        assertThat(application.counts().unfitResults()).isEqualTo(3);
    }

    @Test
    void keysThatAreNoIds_nothingIsStored() throws Throwable {
        call("upper", List.of("a", "B"));
        call("upper", List.of("a", "B"));
        assertThat(runs()).containsExactly("upper [a, B]", "upper [a, B]");
    }

    @Test
    void keysThatAreNoIds_nothingIsStored_alsoIfAllIdsAreThere() throws Throwable {
        assertThat(call("withParents", ids(1))).isEqualTo(Map.of(1L, "user 1.0", -1L, "parent"));
        assertThat(call("withParents", ids(1))).isEqualTo(Map.of(1L, "user 1.0", -1L, "parent"));
        assertThat(runs()).hasSize(2);
    }

    /** A method for one id would return an empty one. */
    @Test
    void idWithoutACollection_isNotCachedAsNull() throws Throwable {
        assertThat(call("groups", ids(1, 5))).isEqualTo(Map.of(1L, List.of("user 1.0")));
        assertThat(call("groups", ids(1, 5))).isEqualTo(Map.of(1L, List.of("user 1.0")));
        assertThat(runs()).containsExactly("groups [1, 5]", "groups [5]");
    }

    @Test
    void collections_areTheCallersOwn() throws Throwable {
        call("groups", ids(1));
        @SuppressWarnings("unchecked")
        Map<Long, List<String>> first = (Map<Long, List<String>>) call("groups", ids(1));
        first.get(1L).add("mine");
        assertThat(call("groups", ids(1))).isEqualTo(Map.of(1L, List.of("user 1.0")));
    }

    @Test
    void nullResult_isNotStored() throws Throwable {
        assertThat(call("nothing", ids(1))).isNull();
        assertThat(call("nothing", ids(1))).isNull();
        assertThat(runs()).hasSize(2);
    }

    @Test
    void results_areTheCallersOwn() throws Throwable {
        call("many", ids(1, 2));
        @SuppressWarnings("unchecked")
        Map<Long, String> first = (Map<Long, String>) call("many", ids(1, 2));
        first.clear();
        assertThat(call("many", ids(1, 2))).isEqualTo(Map.of(1L, "user 1.0", 2L, "user 2.0"));
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
