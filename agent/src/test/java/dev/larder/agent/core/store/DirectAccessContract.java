package dev.larder.agent.core.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What every store promises of {@link DirectAccess}; part of {@link CacheStoreContract}. */
public interface DirectAccessContract extends StoreUnderTest {

    EntryId K = new EntryId("k", V1);

    @Test
    default void lookupAll_someThere_answersInOrder() throws StoreException {
        put("a", V1, "one");
        put(tagged("b", "t"), "two");
        put(tagged("c", "gone"), "three");
        evict(Eviction.ofTag("gone"));
        List<Lookup> answers = store().lookupAll(
                        List.of(
                                new EntryId("b", V1),
                                new EntryId("absent", V1),
                                new EntryId("a", V1),
                                new EntryId("a", V2),
                                tagged("b", "t"),
                                tagged("a", "t"),
                                new EntryId("c", V1),
                                new EntryId("a", V1)),
                        budget());
        assertThat(answers)
                .extracting(
                        answer -> answer instanceof Lookup.Fresh fresh ? CacheStoreContract.textOf(fresh.entry()) : "-")
                .containsExactly("two", "-", "one", "-", "two", "-", "-", "one");
    }

    @Test
    default void lookupAll_none_isEmpty() throws StoreException {
        assertThat(store().lookupAll(List.of(), budget())).isEmpty();
    }

    @Test
    default void putAll_several_areFoundUntilTheirTimeIsUp() throws StoreException {
        Map<EntryId, StoredEntry.Encoded> entries = new LinkedHashMap<>();
        IntStream.range(0, 50)
                .forEach(i -> entries.put(tagged("k" + i, "t" + i % 2), CacheStoreContract.entry("v" + i)));
        store().putAll(entries, shortTtl().toMillis(), budget());
        assertThat(text(tagged("k0", "t0"))).isEqualTo("v0");
        assertThat(text(tagged("k49", "t1"))).isEqualTo("v49");
        evict(Eviction.ofTag("t0"));
        assertThat(lookup("k0", V1)).isEqualTo(Lookup.ABSENT);
        assertThat(text("k1", V1)).isEqualTo("v1");
        pass(shortTtl());
        assertThat(lookup("k1", V1)).isEqualTo(Lookup.ABSENT);
    }

    @Test
    default void putAll_none_doesNothing() throws StoreException {
        store().putAll(Map.of(), LONG.toMillis(), budget());
        assertThat(lookup(K)).isEqualTo(Lookup.ABSENT);
    }

    @Test
    default void putAll_entryThere_replacesEveryVersion() throws StoreException {
        put("k", V1, "old");
        put("k", V2, "old");
        putDirectly(K, "new");
        assertThat(text(K)).isEqualTo("new");
        assertThat(lookup("k", V2)).isEqualTo(Lookup.ABSENT);
    }

    @Test
    default void h57_slowLoadAfterPutAll_isRefused() throws StoreException {
        Lease loader = grant(K);
        putDirectly(K, "new");
        assertThat(store(loader, "old")).isFalse();
        assertThat(text(K)).isEqualTo("new");
    }

    @Test
    default void h57_writerAtWorkWhilePutAll_isRefused() throws StoreException {
        Lease writer = takeOver(K);
        putDirectly(K, "new");
        assertThat(store(writer, "old")).isFalse();
        assertThat(text(K)).isEqualTo("new");
    }

    /** Who wrote last wins, whoever of the others takes steps in between. */
    @Test
    default void h57_directAndOtherWriters_inEveryOrderNeverLeaveTheOlderValue() throws StoreException {
        Interleavings.run(race().steps(), order -> {
            evict(Eviction.ofKey("k"));
            put(K, "0");
            race().run(order);
        });
    }

    private Race race() {
        return new Race(store(), K).directWriter().directWriter().loader();
    }

    @Test
    default void putIfAbsent_absent_storesAndThenTellsWhatIsThere() throws StoreException {
        assertThat(putIfAbsent(K, "first")).isNull();
        StoredEntry there = putIfAbsent(K, "second");
        assertThat(there).isNotNull();
        assertThat(CacheStoreContract.textOf(there)).isEqualTo("first");
        assertThat(text(K)).isEqualTo("first");
    }

    @Test
    default void putIfAbsent_otherVersionThere_replacesIt() throws StoreException {
        put("k", V2, "old");
        assertThat(putIfAbsent(K, "new")).isNull();
        assertThat(text(K)).isEqualTo("new");
        assertThat(lookup("k", V2)).isEqualTo(Lookup.ABSENT);
    }

    @Test
    default void putIfAbsent_thereButOver_stores() throws StoreException {
        grant(K).store(CacheStoreContract.entry("old"), shortTtl().toMillis(), budget());
        pass(shortTtl());
        assertThat(putIfAbsent(K, "new")).isNull();
        assertThat(text(K)).isEqualTo("new");
    }

    @Test
    default void putIfAbsent_thereButItsTagEvicted_stores() throws StoreException {
        put(tagged("k", "a"), "old");
        evict(Eviction.ofTag("a"));
        assertThat(putIfAbsent(tagged("k", "a"), "new")).isNull();
        assertThat(text(tagged("k", "a"))).isEqualTo("new");
        evict(Eviction.ofTag("a"));
        assertThat(lookup(tagged("k", "a"))).isEqualTo(Lookup.ABSENT);
    }

    @Test
    default void putIfAbsent_thereWithFewerTags_stores() throws StoreException {
        put(K, "old");
        assertThat(putIfAbsent(tagged("k", "a"), "new")).isNull();
        assertThat(text(tagged("k", "a"))).isEqualTo("new");
    }

    @Test
    default void h57_slowLoadAfterPutIfAbsent_isRefused() throws StoreException {
        Lease loader = grant(K);
        assertThat(putIfAbsent(K, "new")).isNull();
        assertThat(store(loader, "old")).isFalse();
        assertThat(text(K)).isEqualTo("new");
    }

    @Test
    default void putIfAbsent_somethingThere_leavesALoadAlone() throws StoreException {
        put(K, "v");
        Lease other = grant("k", V2);
        assertThat(putIfAbsent(K, "not stored")).isNotNull();
        assertThat(store(other, "two")).isTrue();
    }

    @Test
    default void putIfAbsent_manyAtOnce_storesOne() throws Exception {
        List<String> stored = atOnce(8, i -> putIfAbsent(K, "v" + i) == null ? "v" + i : "");
        assertThat(stored.stream().filter(text -> !text.isEmpty())).containsExactly(text(K));
    }

    @Test
    default void expire_sooner_endsSooner() throws StoreException {
        put("k", V1, "one");
        put("k", V2, "two");
        assertThat(store().expire("k", shortTtl().toMillis(), budget())).isTrue();
        assertThat(text("k", V1)).isEqualTo("one");
        pass(shortTtl());
        assertThat(lookup("k", V1)).isEqualTo(Lookup.ABSENT);
        assertThat(lookup("k", V2)).isEqualTo(Lookup.ABSENT);
    }

    @Test
    default void expire_later_endsLater() throws StoreException {
        grant("k", V1).store(CacheStoreContract.entry("one"), shortTtl().toMillis(), budget());
        put(tagged("t", "a"), "tagged");
        assertThat(store().expire("k", LONG.toMillis(), budget())).isTrue();
        assertThat(store().expire("t", LONG.toMillis(), budget())).isTrue();
        assertThat(store().inspect("k", budget()).remainingMillis())
                .isBetween(LONG.toMillis() - 60_000, LONG.toMillis());
        pass(shortTtl());
        assertThat(text("k", V1)).isEqualTo("one");
        evict(Eviction.ofTag("a"));
        assertThat(lookup(tagged("t", "a"))).isEqualTo(Lookup.ABSENT);
    }

    @Test
    default void expire_nothingFresh_isFalseAndRevivesNothing() throws StoreException {
        assertThat(store().expire("k", LONG.toMillis(), budget())).isFalse();
        grant(K).store(CacheStoreContract.entry("v"), shortTtl().toMillis(), budget());
        pass(shortTtl());
        assertThat(store().expire("k", LONG.toMillis(), budget())).isFalse();
        assertThat(lookup(K)).isEqualTo(Lookup.ABSENT);
    }

    @Test
    default void expire_loadUnderWay_isFalseAndHarmsNobody() throws StoreException {
        Lease loader = grant(K);
        assertThat(store().expire("k", shortTtl().toMillis(), budget())).isFalse();
        assertThat(store(loader, "v")).isTrue();
        pass(shortTtl());
        assertThat(text(K)).isEqualTo("v");
    }

    @Test
    default void increment_counter_addsUp() throws StoreException {
        assertThat(increment("n", 5)).isEqualTo(5);
        assertThat(increment("n", 2)).isEqualTo(7);
        assertThat(increment("n", -10)).isEqualTo(-3);
        assertThat(increment("n", 0)).isEqualTo(-3);
        assertThat(increment("other", 1)).isEqualTo(1);
    }

    @Test
    default void increment_manyAtOnce_losesNone() throws Exception {
        List<Long> numbers = atOnce(8, i -> {
            long last = 0;
            for (int n = 0; n < 50; n++) {
                last = increment("n", 1);
            }
            return last;
        });
        assertThat(numbers).contains(400L);
        assertThat(increment("n", 0)).isEqualTo(400);
    }

    /** Otherwise a counter that is used all the time would never begin anew. */
    @Test
    default void increment_laterOn_doesNotProlong() throws StoreException {
        store().increment("n", 3, shortTtl().toMillis(), budget());
        store().increment("n", 3, LONG.toMillis(), budget());
        pass(shortTtl());
        assertThat(increment("n", 1)).isEqualTo(1);
    }

    @Test
    default void increment_beyondALong_failsAndLeavesTheNumber() throws StoreException {
        increment("n", Long.MAX_VALUE);
        assertThatThrownBy(() -> increment("n", 1)).isInstanceOf(ArithmeticException.class);
        assertThat(increment("n", -1)).isEqualTo(Long.MAX_VALUE - 1);
    }

    @Test
    default void evict_counter_beginsAnew() throws StoreException {
        increment("n:1", 5);
        increment("n:2", 5);
        assertThat(evict(Eviction.ofKey("n:1"))).isEqualTo(1);
        assertThat(increment("n:1", 1)).isEqualTo(1);
        assertThat(evict(Eviction.ofPattern("n:*"))).isEqualTo(2);
        assertThat(increment("n:2", 1)).isEqualTo(1);
    }

    @Test
    default void expire_counter_endsSoonerOrLater() throws StoreException {
        increment("sooner", 5);
        store().increment("later", 5, shortTtl().toMillis(), budget());
        assertThat(store().expire("sooner", shortTtl().toMillis(), budget())).isTrue();
        assertThat(store().expire("later", LONG.toMillis(), budget())).isTrue();
        pass(shortTtl());
        assertThat(increment("sooner", 1)).isEqualTo(1);
        assertThat(increment("later", 1)).isEqualTo(6);
    }

    @Test
    default void counters_andEntriesOfOneKey_doNotMix() throws StoreException {
        increment("k", 5);
        assertThat(lookup(K)).isEqualTo(Lookup.ABSENT);
        Lease loader = grant(K);
        increment("k", 1);
        assertThat(store(loader, "loaded")).isTrue();
        increment("k", 1);
        assertThat(text(K)).isEqualTo("loaded");
        putDirectly(K, "put");
        assertThat(store(takeOver(K), "written")).isTrue();
        assertThat(increment("k", 1)).isEqualTo(8);
        assertThat(text(K)).isEqualTo("written");
        evict(Eviction.ofKey("k"));
        assertThat(lookup(K)).isEqualTo(Lookup.ABSENT);
        assertThat(increment("k", 1)).isEqualTo(1);
    }

    /** Entries come and go beside it, each with a time of its own. */
    @Test
    default void counters_andEntriesOfOneKey_endEachAtItsOwnTime() throws StoreException {
        increment("long", 5);
        grant("long", V1).store(CacheStoreContract.entry("v"), shortTtl().toMillis(), budget());
        put("short", V1, "v");
        store().increment("short", 5, shortTtl().toMillis(), budget());
        pass(shortTtl());
        assertThat(lookup("long", V1)).isEqualTo(Lookup.ABSENT);
        assertThat(increment("long", 1)).isEqualTo(6);
        assertThat(text("short", V1)).isEqualTo("v");
        assertThat(increment("short", 1)).isEqualTo(1);
    }

    @Test
    default void inspect_counter_tellsHowLongItLivesAndNoVersion() throws StoreException {
        increment("n", 5);
        Inspection seen = store().inspect("n", budget());
        assertThat(seen.versions()).isZero();
        assertThat(seen.bytes()).isZero();
        assertThat(seen.leased()).isFalse();
        assertThat(seen.remainingMillis()).isBetween(1L, LONG.toMillis());
    }

    private void putDirectly(EntryId id, String text) throws StoreException {
        store().putAll(Map.of(id, CacheStoreContract.entry(text)), LONG.toMillis(), budget());
    }

    private @Nullable StoredEntry putIfAbsent(EntryId id, String text) throws StoreException {
        return store().putIfAbsent(id, CacheStoreContract.entry(text), LONG.toMillis(), budget());
    }

    private long increment(String key, long by) throws StoreException {
        return store().increment(key, by, LONG.toMillis(), budget());
    }

    private static <T> List<T> atOnce(int threads, ByNumber<T> work) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            List<Callable<T>> tasks = IntStream.range(0, threads)
                    .<Callable<T>>mapToObj(i -> () -> work.run(i))
                    .toList();
            List<T> results = new ArrayList<>();
            for (Future<T> done : pool.invokeAll(tasks, 30, TimeUnit.SECONDS)) {
                results.add(done.get());
            }
            return results;
        } finally {
            pool.shutdownNow();
        }
    }

    /** What one of many threads does. */
    @FunctionalInterface
    interface ByNumber<T> {
        T run(int number) throws Exception;
    }
}
