package dev.larder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import dev.larder.agent.core.base.Message;
import dev.larder.agent.core.store.CacheStore;
import dev.larder.agent.fixtures.Expects;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the API promises, whichever store answers. */
@Timeout(60)
abstract class LarderCacheContract {

    record User(String name, int age) {}

    static final User ADA = new User("Ada", 36);
    static final User MARY = new User("Mary", 92);

    private static final int THREADS = 8;

    ApiOver api;
    LarderCache<User> users;

    abstract CacheStore store();

    @BeforeEach
    void open() {
        api = new ApiOver(store());
        users = api.cache(User.class);
    }

    @Test
    void get_nothingThere_isNull() {
        assertThat(users.get("u:1")).isNull();
        assertThat(users.exists("u:1")).isFalse();
        assertThat(users.ttl("u:1")).isZero();
    }

    @Test
    void put_thenGet_isEqual() {
        users.put("u:1", ADA);

        assertThat(users.get("u:1")).isEqualTo(ADA);
        assertThat(users.exists("u:1")).isTrue();
    }

    @Test
    void put_null_isAValue() {
        users.put("u:1", null);

        assertThat(users.get("u:1")).isNull();
        assertThat(users.exists("u:1")).isTrue();
        assertThat(users.getAll(List.of("u:1", "u:2"))).containsExactly(entry("u:1", null));
    }

    @Test
    void put_again_replaces() {
        users.put("u:1", ADA);
        users.put("u:1", MARY);

        assertThat(users.get("u:1")).isEqualTo(MARY);
    }

    @Test
    @Expects(Message.UNFIT_VALUE)
    void put_whatCannotBeStored_evictsAndReturns() {
        LarderCache<Object> anything = api.cache(Object.class);
        anything.put("k", "old");
        assertThat(anything.get("k")).isEqualTo("old");

        anything.put("k", new Thread());

        assertThat(anything.exists("k")).isFalse();
        assertThat(api.counts().unfitResults()).isEqualTo(1);
        assertThat(api.counts().errors()).isZero();
    }

    @Test
    @Expects(Message.UNFIT_VALUE)
    void putAll_oneCannotBeStored_othersAre() {
        LarderCache<Object> anything = api.cache(Object.class);
        anything.put("bad", "old");

        anything.putAll(Map.of("good", "new", "bad", new Thread()));

        assertThat(anything.get("good")).isEqualTo("new");
        assertThat(anything.exists("bad")).isFalse();
    }

    @Test
    void getAll_someThere_isInTheOrderOfTheKeys() {
        users.putAll(Map.of("u:1", ADA, "u:2", MARY));

        assertThat(users.getAll(List.of("u:3", "u:2", "u:1", "u:2")))
                .containsExactly(entry("u:2", MARY), entry("u:1", ADA));
        assertThat(users.getAll(List.of())).isEmpty();
        users.getAll(List.of("u:1")).clear(); // is the caller's own
    }

    @Test
    void values_thatCanChange_areTheCallersOwn() {
        LarderCache<List<String>> lists = api.cache(new ValueType<List<String>>() {});
        List<String> given = new ArrayList<>(List.of("a"));
        lists.put("l", given);
        given.add("later");
        lists.get("l").add("elsewhere");

        assertThat(lists.get("l")).isEqualTo(List.of("a")).isExactlyInstanceOf(ArrayList.class);
    }

    @Test
    void types_ofOneKey_areApart() {
        users.put("k", ADA);

        assertThat(api.cache(String.class).get("k")).isNull();
        api.cache(String.class).put("k", "text");
        assertThat(users.get("k")).as("replaced, of whatever type").isNull();
    }

    @Test
    void getOrLoad_again_runsTheLoaderOnce() {
        AtomicInteger loads = new AtomicInteger();
        Callable<User> ask = () -> users.getOrLoad("u:1", () -> {
            loads.incrementAndGet();
            return ADA;
        });

        assertThat(Stream.of(1, 2, 3).map(i -> call(ask))).containsOnly(ADA);
        assertThat(loads).hasValue(1);
        assertThat(api.counts().misses()).isEqualTo(1);
        assertThat(api.counts().hits()).isEqualTo(2);
        assertThat(users.ttl("u:1")).isBetween(Duration.ofSeconds(50), Duration.ofSeconds(60));
    }

    @Test
    void getOrLoad_loaderThrows_isTheSameInstanceAndNothingStays() {
        for (Exception thrown : List.of(new IOException("theirs"), new IllegalStateException("theirs"))) {
            assertThatThrownBy(() -> users.getOrLoad("u:1", () -> {
                        throw thrown;
                    }))
                    .isSameAs(thrown);
        }
        Error error = new AssertionError("theirs");
        assertThatThrownBy(() -> users.getOrLoad("u:1", () -> {
                    throw error;
                }))
                .isSameAs(error);

        assertThat(users.exists("u:1")).isFalse();
        assertThat(api.counts().loadFailures()).isEqualTo(3);
        assertThat(api.counts().errors()).isZero();
    }

    @Test
    void getOrLoad_manyAtOnce_shareOneLoad() throws Exception {
        AtomicInteger loads = new AtomicInteger();
        CountDownLatch all = new CountDownLatch(THREADS);

        List<User> found = atOnce(i -> {
            all.countDown();
            return users.getOrLoad("u:1", () -> {
                all.await(20, TimeUnit.SECONDS);
                loads.incrementAndGet();
                return ADA;
            });
        });

        assertThat(found).hasSize(THREADS).containsOnly(ADA);
        assertThat(loads).hasValue(1);
    }

    @Test
    void h57_evictedWhileLoading_isNotStored() {
        assertThat(users.getOrLoad("u:1", () -> {
                    users.evict("u:1");
                    return ADA;
                }))
                .isEqualTo(ADA);

        assertThat(users.exists("u:1")).isFalse();
        assertThat(api.counts().refusedStores()).isEqualTo(1);
    }

    @Test
    void h57_putWhileLoading_stays() {
        users.getOrLoad("u:1", () -> {
            users.put("u:1", MARY);
            return ADA;
        });

        assertThat(users.get("u:1")).isEqualTo(MARY);
    }

    @Test
    void h57_tagEvictedWhileLoading_isNotStored() {
        LarderCache<User> tagged = users.withTags("team:7");
        tagged.getOrLoad("u:1", () -> {
            users.evictTag("team:7");
            return ADA;
        });

        assertThat(users.exists("u:1")).isFalse();
    }

    @Test
    void annotatedMethod_andApi_shareEntriesBothWays() {
        api.annotated(User.class, "user:42", () -> ADA, "team:7");
        users.put("user:43", MARY);

        assertThat(users.get("user:42")).isEqualTo(ADA);
        assertThat(users.getAll(List.of("user:42", "user:43"))).hasSize(2);
        assertThat(api.annotated(User.class, "user:43", LarderCacheContract::mustNotRun))
                .isEqualTo(MARY);
        users.evict("user:42");
        assertThat(api.annotated(User.class, "user:42", () -> MARY)).isEqualTo(MARY);
    }

    @Test
    void annotatedMethod_returnsAList_isFoundByItsValueType() {
        LarderCache<List<User>> lists = api.cache(new ValueType<List<User>>() {});
        Callable<List<User>> body = () -> new ArrayList<>(List.of(ADA));
        api.annotated(new ValueType<List<User>>() {}.type(), "team", body);

        assertThat(lists.get("team")).isEqualTo(List.of(ADA)).isExactlyInstanceOf(ArrayList.class);
    }

    @Test
    void annotatedMethod_returnsAPrimitive_isFoundByItsClass() {
        api.annotated(long.class, "count", () -> 42L);

        assertThat(api.cache(long.class).get("count")).isEqualTo(42L);
    }

    @Test
    void evictTag_anyonesEntries_goes() {
        users.withTags("team:7", "all").put("u:1", ADA);
        users.withTags("team:8", "all").put("u:2", MARY);
        api.annotated(User.class, "u:3", () -> ADA, "team:7");

        api.cache(String.class).evictTag("team:7");
        assertThat(users.getAll(List.of("u:1", "u:2", "u:3"))).containsOnlyKeys("u:2");
        users.evictTag("all");
        assertThat(users.exists("u:2")).isFalse();
    }

    @Test
    void withTags_readsNoEntryWithFewer() {
        users.put("u:1", ADA);

        assertThat(users.withTags("team:7").get("u:1")).isNull();
        assertThat(users.withTags("team:7").getOrLoad("u:1", () -> MARY)).isEqualTo(MARY);
        assertThat(users.withTags().get("u:1")).isEqualTo(MARY);
    }

    @Test
    void evictAll_andPattern_removeWhatTheyName() {
        users.putAll(Map.of("u:1", ADA, "u:2", ADA, "v:1", ADA, "v:22", ADA));

        users.evictAll(List.of("u:1", "absent"));
        assertThat(users.getAll(List.of("u:1", "u:2", "v:1", "v:22"))).containsOnlyKeys("u:2", "v:1", "v:22");
        users.evictPattern("v:?");
        assertThat(users.getAll(List.of("u:2", "v:1", "v:22"))).containsOnlyKeys("u:2", "v:22");
        users.evictPattern("*");
        assertThat(users.getAll(List.of("u:2", "v:22"))).isEmpty();
        assertThat(api.stats.evictions()).isEqualTo(4);
    }

    @Test
    void putIfAbsent_nothingThere_stores() {
        assertThat(users.putIfAbsent("u:1", ADA)).isTrue();
        assertThat(users.putIfAbsent("u:1", MARY)).isFalse();
        assertThat(users.get("u:1")).isEqualTo(ADA);
    }

    @Test
    void putIfAbsent_nullThere_isThere() {
        users.put("u:1", null);

        assertThat(users.putIfAbsent("u:1", MARY)).isFalse();
        assertThat(users.get("u:1")).isNull();
    }

    @Test
    void putIfAbsent_manyAtOnce_storesOne() throws Exception {
        LarderCache<Integer> numbers = api.cache(Integer.class);

        List<Boolean> stored = atOnce(i -> numbers.putIfAbsent("n", i));

        assertThat(stored).hasSize(THREADS).containsOnlyOnce(true);
        assertThat(numbers.get("n")).isEqualTo(stored.indexOf(true));
    }

    @Test
    void expire_andTtl_tellTheTimeLeft() {
        users.withTtl(Duration.ofMinutes(10)).put("u:1", ADA);
        assertThat(users.ttl("u:1")).isBetween(Duration.ofMinutes(9), Duration.ofMinutes(10));

        assertThat(users.expire("u:1", Duration.ofMinutes(2))).isTrue();
        assertThat(users.ttl("u:1")).isBetween(Duration.ofMinutes(1), Duration.ofMinutes(2));
        assertThat(users.expire("absent", Duration.ofMinutes(2))).isFalse();
        assertThat(users.get("u:1")).isEqualTo(ADA);
    }

    @Test
    void increment_andDecrement_count() {
        assertThat(users.increment("n")).isEqualTo(1);
        assertThat(users.increment("n", 41)).isEqualTo(42);
        assertThat(users.decrement("n", 43)).isEqualTo(-1);
        assertThat(users.decrement("n")).isEqualTo(-2);
        assertThat(users.increment("n", 0)).isEqualTo(-2);
        assertThat(users.exists("n")).isFalse();
        assertThat(users.ttl("n")).isPositive();
        users.evict("n");
        assertThat(users.increment("n")).isEqualTo(1);
    }

    @Test
    void increment_beyondALong_throwsAndStays() {
        users.increment("n", Long.MAX_VALUE);

        assertThatThrownBy(() -> users.increment("n")).isInstanceOf(ArithmeticException.class);
        assertThat(users.decrement("n")).isEqualTo(Long.MAX_VALUE - 1);
        assertThat(api.counts().errors()).isZero();
    }

    @Test
    void decrement_belowALong_throwsAndStays() {
        users.decrement("n", Long.MAX_VALUE);
        users.decrement("n");

        assertThatThrownBy(() -> users.decrement("n")).isInstanceOf(ArithmeticException.class);
        assertThat(users.increment("n", 0)).isEqualTo(Long.MIN_VALUE);
    }

    @Test
    void switchedOff_countersCountInThisProcessAndOverflowAlike() {
        api.engine.setEnabled(false);

        assertThat(users.increment("n", Long.MAX_VALUE)).isEqualTo(Long.MAX_VALUE);
        assertThatThrownBy(() -> users.increment("n")).isInstanceOf(ArithmeticException.class);
        assertThat(users.ttl("n")).isPositive();
        assertThat(users.expire("n", Duration.ofMinutes(1))).isTrue();
        users.evictPattern("n*");
        assertThat(users.increment("n", 0)).isZero();
        assertThat(api.counts().errors()).isZero();
    }

    @Test
    void increment_manyThreads_losesNone() throws Exception {
        List<Long> last = atOnce(i -> {
            long count = 0;
            for (int n = 0; n < 200; n++) {
                count = users.increment("n");
            }
            return count;
        });

        assertThat(last).contains(THREADS * 200L);
        assertThat(users.increment("n", 0)).isEqualTo(THREADS * 200L);
    }

    @Test
    void switchedOff_nothingIsReadOrStoredAndEvictionsStillGo() {
        users.put("u:1", ADA);
        api.engine.setEnabled(false);

        assertThat(users.get("u:1")).isNull();
        assertThat(users.getAll(List.of("u:1"))).isEmpty();
        assertThat(users.getOrLoad("u:1", () -> MARY)).isEqualTo(MARY);
        assertThat(users.putIfAbsent("u:2", MARY)).isFalse();
        users.put("u:1", MARY);
        api.engine.setEnabled(true);

        assertThat(users.exists("u:1")).as("its writer believes it written").isFalse();
    }

    private static Object mustNotRun() {
        throw new AssertionError("the value was there");
    }

    private static <T> T call(Callable<T> call) {
        try {
            return call.call();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    static <T> List<T> atOnce(Task<T> task) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(THREADS);
        try {
            List<Callable<T>> tasks = IntStream.range(0, THREADS)
                    .<Callable<T>>mapToObj(i -> () -> task.run(i))
                    .toList();
            List<T> results = new ArrayList<>();
            for (Future<T> done : pool.invokeAll(tasks, 40, TimeUnit.SECONDS)) {
                results.add(done.get());
            }
            return results;
        } finally {
            pool.shutdownNow();
        }
    }

    /** What one of many threads does. */
    @FunctionalInterface
    interface Task<T> {
        T run(int number) throws Exception;
    }
}
