package dev.larder.agent.core.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.agent.fixtures.AtOnce;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What every store promises of {@link DirectAccess}; part of {@link CacheStoreContract}. */
public interface DirectAccessContract extends StoreUnderTest {

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
        List<String> stored = AtOnce.atOnce(8, i -> putIfAbsent(K, "v" + i) == null ? "v" + i : "");
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

    private @Nullable StoredEntry putIfAbsent(EntryId id, String text) throws StoreException {
        return store().putIfAbsent(id, CacheStoreContract.entry(text), LONG.toMillis(), budget());
    }
}
