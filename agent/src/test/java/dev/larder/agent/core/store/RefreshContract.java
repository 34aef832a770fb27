package dev.larder.agent.core.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** What every store promises of stale values and of refreshes; part of {@link CacheStoreContract}. */
public interface RefreshContract extends StoreUnderTest {

    @Test
    default void lookup_pastItsTimeToLive_isStaleForAsLongAsItWasTold() throws StoreException {
        keepStale(K, "old", shortTtl());
        assertThat(text(K)).isEqualTo("old");
        pass(shortTtl());
        assertThat(staleText(K)).isEqualTo("old");
        pass(shortTtl());
        assertThat(lookup(K)).isEqualTo(Lookup.ABSENT);
    }

    @Test
    default void lookupAll_pastItsTimeToLive_isStale() throws StoreException {
        keepStale(K, "old", LONG);
        pass(shortTtl());
        assertThat(store().lookupAll(List.of(K), budget())).singleElement().isInstanceOf(Lookup.Stale.class);
    }

    /** Only readers that ask for it get a stale value. */
    @Test
    default void peekClaimAndPutIfAbsent_pastItsTimeToLive_findNothing() throws StoreException {
        keepStale(K, "old", LONG);
        pass(shortTtl());
        assertThat(CacheStoreContract.peek(store(), "k", V1, 0)).isNull();
        assertThat(store().inspect("k", budget()).versions()).isZero();
        assertThat(store().expire("k", LONG.toMillis(), budget())).isFalse();
        Lease lease = grant(K);
        assertThat(store(lease, "loaded")).isTrue();
        assertThat(text(K)).isEqualTo("loaded");
    }

    @Test
    default void putIfAbsent_besideAStaleValue_replacesIt() throws StoreException {
        keepStale(K, "old", LONG);
        pass(shortTtl());
        assertThat(store().putIfAbsent(K, CacheStoreContract.entry("put"), LONG.toMillis(), budget()))
                .isNull();
        assertThat(text(K)).isEqualTo("put");
    }

    @Test
    default void evict_staleValue_byKeyTagPatternOrAll_removesIt() throws StoreException {
        for (Eviction eviction : evictionsOfK()) {
            EntryId id = tagged("k", "t");
            keepStale(id, "old", LONG);
            pass(shortTtl());
            assertThat(lookup(id)).isInstanceOf(Lookup.Stale.class);
            evict(eviction);
            assertThat(lookup(id)).as("after %s", eviction).isEqualTo(Lookup.ABSENT);
        }
    }

    @Test
    default void versions_ofOneKey_areStaleEachAtItsOwnTime() throws StoreException {
        keepStale(K, "old", LONG);
        put("k", V2, "other");
        pass(shortTtl());
        assertThat(staleText(K)).isEqualTo("old");
        assertThat(text("k", V2)).isEqualTo("other");
    }

    @Test
    default void expire_freshValue_keepsItStaleAfterItsNewTime() throws StoreException {
        keepStale(K, "old", LONG);
        assertThat(store().expire("k", shortTtl().toMillis(), budget())).isTrue();
        pass(shortTtl());
        assertThat(staleText(K)).isEqualTo("old");
    }

    @Test
    default void staleFrom_ofAFoundEntry_isTheEndOfItsTimeToLive() throws StoreException {
        put("k", V1, "v");
        StoredEntry first = fresh(K);
        assertThat(first.version()).isNotEqualTo(StoredEntry.UNSTORED);
        pass(Duration.ofMillis(20));
        StoredEntry later = fresh(K);
        assertThat(later.version()).isEqualTo(first.version());
        assertThat(Math.abs(later.staleFromNanos() - first.staleFromNanos())).isLessThan(15_000_000);
    }

    @Test
    default void replace_sameVersion_storesWithANewVersionAndTimes() throws StoreException {
        keepStale(K, "old", LONG);
        pass(shortTtl());
        long version = stale(K).version();
        assertThat(replace(turn(K), version, "new")).isTrue();
        assertThat(text(K)).isEqualTo("new");
        assertThat(fresh(K).version()).isNotEqualTo(version);
    }

    @Test
    default void replace_freshValue_storesToo() throws StoreException {
        put(K, "old");
        assertThat(replace(turn(K), fresh(K).version(), "new")).isTrue();
        assertThat(text(K)).isEqualTo("new");
    }

    @Test
    default void replace_givenAStaleTime_isStaleAfterItsTimeToLive() throws StoreException {
        put(K, "old");
        Turn turn = turn(K);
        turn.replace(
                fresh(K).version(),
                CacheStoreContract.entry("new"),
                shortTtl().toMillis(),
                shortTtl().toMillis(),
                budget());
        pass(shortTtl());
        assertThat(staleText(K)).isEqualTo("new");
        pass(shortTtl());
        assertThat(lookup(K)).isEqualTo(Lookup.ABSENT);
    }

    /** The promise: what was evicted is not stored again by a refresh that began before. */
    @Test
    default void replace_afterAnyEviction_isRefused() throws StoreException {
        for (Eviction eviction : evictionsOfK()) {
            EntryId id = tagged("k", "t");
            put(id, "old");
            long version = fresh(id).version();
            Turn turn = turn(id);
            evict(eviction);
            assertThat(replace(turn, version, "older")).as("after %s", eviction).isFalse();
            assertThat(lookup(id)).as("after %s", eviction).isEqualTo(Lookup.ABSENT);
            turn.end(0, budget());
            evict(Eviction.ofKey("k"));
        }
    }

    @Test
    default void replace_afterEvictionAndANewLoad_isRefused() throws StoreException {
        put(K, "old");
        long version = fresh(K).version();
        Turn turn = turn(K);
        evict(Eviction.ofKey("k"));
        put(K, "loaded");
        assertThat(replace(turn, version, "older")).isFalse();
        assertThat(text(K)).isEqualTo("loaded");
    }

    @Test
    default void replace_afterAnyOtherStore_isRefused() throws StoreException {
        put(K, "old");
        long version = fresh(K).version();
        Turn turn = turn(K);
        putDirectly(K, "put");
        assertThat(replace(turn, version, "older")).isFalse();
        long second = fresh(K).version();
        assertThat(store(takeOver(K), "written")).isTrue();
        assertThat(replace(turn, second, "older")).isFalse();
        assertThat(text(K)).isEqualTo("written");
    }

    /** A writer that takes the entry over evicts or stores after its write. */
    @Test
    default void replace_whileAWriterHasTheEntry_isReplacedByItsStore() throws StoreException {
        put(K, "old");
        Lease writer = takeOver(K);
        assertThat(replace(turn(K), fresh(K).version(), "refreshed")).isTrue();
        assertThat(store(writer, "written")).isTrue();
        assertThat(text(K)).isEqualTo("written");
    }

    @Test
    default void replace_pastTheEnd_isRefused() throws StoreException {
        grant(K).store(CacheStoreContract.entry("old"), shortTtl().toMillis(), budget());
        long version = fresh(K).version();
        Turn turn = turn(K);
        pass(shortTtl());
        assertThat(replace(turn, version, "older")).isFalse();
        assertThat(lookup(K)).isEqualTo(Lookup.ABSENT);
    }

    @Test
    default void replace_twiceFromOneVersion_isRefusedTheSecondTime() throws StoreException {
        put(K, "old");
        long version = fresh(K).version();
        Turn turn = turn(K);
        assertThat(replace(turn, version, "first")).isTrue();
        assertThat(replace(turn, version, "second")).isFalse();
        assertThat(text(K)).isEqualTo("first");
    }

    @Test
    default void replace_ofOneVersionOfAKey_leavesTheOther() throws StoreException {
        put("k", V1, "one");
        put("k", V2, "two");
        assertThat(replace(turn(K), fresh(K).version(), "new")).isTrue();
        assertThat(text("k", V1)).isEqualTo("new");
        assertThat(text("k", V2)).isEqualTo("two");
    }

    /** The tags of the replaced value, with their versions: an eviction at any time ends both values. */
    @Test
    default void replace_valueWithTags_isStillEvictedByThem() throws StoreException {
        EntryId id = tagged("k", "a", "b");
        put(id, "old");
        assertThat(replace(turn(id), fresh(id).version(), "new")).isTrue();
        assertThat(text(id)).isEqualTo("new");
        evict(Eviction.ofTag("b"));
        assertThat(lookup(id)).isEqualTo(Lookup.ABSENT);
    }

    @Test
    default void takeTurn_whileAnotherHasIt_isNull() throws StoreException {
        Turn first = turn(K);
        assertThat(store().takeTurn(K, budget())).isNull();
        first.end(0, budget());
        Turn second = turn(K);
        assertThat(first.keep(budget())).isFalse();
        assertThat(second.keep(budget())).isTrue();
        first.end(0, budget());
        assertThat(second.keep(budget())).isTrue();
    }

    @Test
    default void takeTurn_ofAnotherKeyOrVersion_isGiven() throws StoreException {
        turn(K);
        turn(new EntryId("k", V2));
        turn(new EntryId("other", V1));
    }

    /** One in the fleet, as far as the store reaches. */
    @Test
    default void h122_takeTurn_byManyAtOnce_isGivenToOne() throws Exception {
        int callers = 8;
        ExecutorService threads = Executors.newFixedThreadPool(callers);
        try {
            for (String key : List.of("a", "b", "c", "d", "e")) {
                Callable<Turn> taking = () -> store().takeTurn(new EntryId(key, V1), budget());
                int given = 0;
                for (Future<Turn> turn : threads.invokeAll(Collections.nCopies(callers, taking))) {
                    given += turn.get() == null ? 0 : 1;
                }
                assertThat(given).isOne();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    default void takeTurn_afterItsHolderDied_isGivenInAWhile() throws StoreException {
        Turn dead = turn(K);
        pass(Turn.LASTING);
        turn(K);
        assertThat(dead.keep(budget())).isFalse();
    }

    @Test
    default void end_withARest_keepsOthersAwayForThatLong() throws StoreException {
        Turn turn = turn(K);
        turn.end(shortTtl().toMillis(), budget());
        assertThat(store().takeTurn(K, budget())).isNull();
        assertThat(turn.keep(budget())).isFalse();
        pass(shortTtl());
        turn(K);
    }

    /** It is no entry, and no tag. */
    @Test
    default void evictAll_whileATurnIsTaken_countsItNot() throws StoreException {
        put(K, "v");
        turn(K);
        assertThat(evict(Eviction.ofPattern(Eviction.EVERYTHING))).isOne();
    }

    /** As a load does it, with a short time to live. */
    default void keepStale(EntryId id, String text, Duration stale) throws StoreException {
        assertThat(grant(id).store(CacheStoreContract.entry(text), shortTtl().toMillis(), stale.toMillis(), budget()))
                .isTrue();
    }

    private StoredEntry stale(EntryId id) throws StoreException {
        Lookup lookup = lookup(id);
        assertThat(lookup).isInstanceOf(Lookup.Stale.class);
        return ((Lookup.Stale) lookup).entry();
    }

    private String staleText(EntryId id) throws StoreException {
        return CacheStoreContract.textOf(stale(id));
    }

    private Turn turn(EntryId id) throws StoreException {
        Turn turn = store().takeTurn(id, budget());
        assertThat(turn).isNotNull();
        return turn;
    }

    private boolean replace(Turn turn, long version, String text) throws StoreException {
        return turn.replace(version, CacheStoreContract.entry(text), LONG.toMillis(), 0, budget());
    }

    private static List<Eviction> evictionsOfK() {
        return List.of(
                Eviction.ofKey("k"),
                Eviction.ofTag("t"),
                Eviction.ofPattern("k*"),
                Eviction.ofPattern(Eviction.EVERYTHING));
    }
}
