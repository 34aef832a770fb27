package dev.larder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.larder.agent.core.base.Message;
import dev.larder.agent.core.store.CacheStore;
import dev.larder.agent.fixtures.AtOnce;
import dev.larder.agent.fixtures.Expects;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the API promises, whichever store answers. */
@Timeout(60)
abstract class LarderCacheContract implements LoadingContract, CountingContract {

    record User(String name, int age) {}

    static final User ADA = new User("Ada", 36);
    static final User MARY = new User("Mary", 92);

    ApiOver api;
    LarderCache<User> users;

    abstract CacheStore store();

    @BeforeEach
    void open() {
        api = new ApiOver(store());
        users = api.cache(User.class);
    }

    @Override
    public final ApiOver api() {
        return api;
    }

    @Override
    public final LarderCache<User> users() {
        return users;
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

        List<Boolean> stored = AtOnce.atOnce(8, i -> numbers.putIfAbsent("n", i));

        assertThat(stored).hasSize(8).containsOnlyOnce(true);
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
}
