package dev.larder.agent.core.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What every store promises of evictions; part of {@link CacheStoreContract}. */
public interface EvictionContract extends StoreUnderTest {

    @Test
    default void evict_storedEntry_removesIt() throws StoreException {
        put("k", V1, "v");
        assertThat(store().evict(Eviction.ofKey("k"), budget())).isEqualTo(1);
        assertThat(lookup("k", V1)).isEqualTo(Lookup.ABSENT);
        assertThat(CacheStoreContract.peek(store(), "k", V1, 0)).isNull();
    }

    @Test
    default void evict_manyKeysAtOnce_removesThemAndCountsThoseThatWereThere() throws StoreException {
        Set<String> named = new HashSet<>();
        for (int i = 0; i < 100; i++) {
            named.add("k" + i);
            if (i % 2 == 0) {
                put("k" + i, V1, "v");
            }
        }
        put("bystander", V1, "b");
        assertThat(evict(new Eviction(named, Set.of(), Set.of()))).isEqualTo(50);
        for (String key : named) {
            assertThat(lookup(key, V1)).isEqualTo(Lookup.ABSENT);
        }
        assertThat(text("bystander", V1)).isEqualTo("b");
    }

    @Test
    default void h57_slowLoadsAfterEvictOfManyKeys_areRefused() throws StoreException {
        List<Lease> slow = new ArrayList<>();
        Set<String> named = new HashSet<>();
        for (int i = 0; i < 20; i++) {
            slow.add(grant("k" + i, V1));
            named.add("k" + i);
        }
        evict(new Eviction(named, Set.of(), Set.of()));
        for (Lease lease : slow) {
            assertThat(store(lease, "old")).isFalse();
        }
    }

    @Test
    default void evict_keysTagsAndPatterns_inOneCall() throws StoreException {
        put("key", V1, "v");
        put("pattern:1", V1, "v");
        put("pattern:2", V1, "v");
        put(tagged("tagged", "t"), "v");
        put("bystander", V1, "b");
        assertThat(evict(new Eviction(Set.of("key", "absent"), Set.of("t"), Set.of("pattern:*"))))
                .isEqualTo(3);
        for (String key : List.of("key", "pattern:1", "pattern:2", "tagged")) {
            assertThat(lookup(key, V1)).isEqualTo(Lookup.ABSENT);
        }
        assertThat(text("bystander", V1)).isEqualTo("b");
    }

    @Test
    default void evict_nothingAtAll_doesNothing() throws StoreException {
        put("k", V1, "v");
        assertThat(evict(new Eviction(Set.of(), Set.of(), Set.of()))).isZero();
        assertThat(text("k", V1)).isEqualTo("v");
    }

    @Test
    default void discard_oneVersion_leavesTheOtherAndTheLease() throws StoreException {
        put("k", V1, "unreadable");
        put("k", V2, "two");
        Lease lease = grant("k", "f3");
        store().discard(new EntryId("k", V1), fresh("k", V1), budget());
        assertThat(lookup("k", V1)).isEqualTo(Lookup.ABSENT);
        assertThat(text("k", V2)).isEqualTo("two");
        assertThat(store(lease, "three")).isTrue();
    }

    @Test
    default void discard_entryThatWasReplaced_leavesTheNewOne() throws StoreException {
        put("k", V1, "unreadable");
        StoredEntry unreadable = fresh("k", V1);
        evict(Eviction.ofKey("k"));
        put("k", V1, "new");
        store().discard(new EntryId("k", V1), unreadable, budget());
        assertThat(text("k", V1)).isEqualTo("new");
    }

    @Test
    default void discardAll_removesWhatIsStillThere() throws StoreException {
        Map<EntryId, StoredEntry> unreadable = new HashMap<>();
        for (String key : List.of("a", "b", "c")) {
            put(key, V1, "unreadable");
            unreadable.put(new EntryId(key, V1), fresh(key, V1));
        }
        put("b", V2, "two");
        evict(Eviction.ofKey("c"));
        put("c", V1, "new");
        store().discardAll(unreadable, budget());
        assertThat(lookup("a", V1)).isEqualTo(Lookup.ABSENT);
        assertThat(lookup("b", V1)).isEqualTo(Lookup.ABSENT);
        assertThat(text("b", V2)).isEqualTo("two");
        assertThat(text("c", V1)).isEqualTo("new");
    }

    /** The load began before the eviction and ends after it: what it read may be old. */
    @Test
    default void h57_slowLoadAfterEvict_isRefused() throws StoreException {
        Lease slow = grant("k", V1);
        store().evict(Eviction.ofKey("k"), budget());
        assertThat(slow.store(CacheStoreContract.entry("old"), LONG.toMillis(), budget()))
                .isFalse();
        assertThat(lookup("k", V1)).isEqualTo(Lookup.ABSENT);
    }

    @Test
    default void h57_slowLoadAfterEvictAndReload_doesNotReplaceTheNewValue() throws StoreException {
        Lease slow = grant("k", V1);
        store().evict(Eviction.ofKey("k"), budget());
        put("k", V1, "new");
        assertThat(slow.store(CacheStoreContract.entry("old"), LONG.toMillis(), budget()))
                .isFalse();
        assertThat(text("k", V1)).isEqualTo("new");
    }

    @Test
    default void h57_slowLoadAfterEvictPattern_isRefused() throws StoreException {
        Lease slow = grant("user:1", V1);
        store().evict(Eviction.ofPattern("user:*"), budget());
        assertThat(slow.store(CacheStoreContract.entry("old"), LONG.toMillis(), budget()))
                .isFalse();
        assertThat(lookup("user:1", V1)).isEqualTo(Lookup.ABSENT);
    }

    @Test
    default void versions_ofOneKey_areEvictedTogether() throws StoreException {
        put("k", V1, "one");
        put("k", V2, "two");
        store().evict(Eviction.ofKey("k"), budget());
        assertThat(lookup("k", V1)).isEqualTo(Lookup.ABSENT);
        assertThat(lookup("k", V2)).isEqualTo(Lookup.ABSENT);
    }

    @ParameterizedTest
    @CsvSource({
        "user:*, user:1, true",
        "user:*, user:, true",
        "user:*, users:1, false",
        "user:?, user:1, true",
        "user:?, user:12, false",
        "user:?, user:\u00e9, true",
        "user:?, user:\ud83d\ude00, true",
        "*, anything at all, true",
        "*:1:*, a:1:b, true",
        "*:1:*, a:2:b, false",
        "a**b, ab, true",
        "[ab], a, false",
        "[ab], [ab], true",
        "[^a], b, false",
        "a\\*, a*, false",
        "a\\*, a\\x, true",
        "{x}, {x}, true",
        "exact, exact, true",
        "exact, exactly, false",
        "a.c, abc, false",
    })
    default void evictPattern_glob_matchesAsDocumented(String glob, String key, boolean matches) throws StoreException {
        put(key, V1, "v");
        assertThat(store().evict(Eviction.ofPattern(glob), budget())).isEqualTo(matches ? 1 : 0);
        assertThat(lookup(key, V1).equals(Lookup.ABSENT)).isEqualTo(matches);
    }

    @Test
    default void evictPattern_manyKeys_removesAllThatMatchAndNoOther() throws StoreException {
        for (int i : IntStream.range(0, 1_200).toArray()) {
            put("many:" + i, V1, "v");
        }
        put("few:1", V1, "v");
        assertThat(store().evict(Eviction.ofPattern("many:*"), budget())).isEqualTo(1_200);
        assertThat(text("few:1", V1)).isEqualTo("v");
    }
}
