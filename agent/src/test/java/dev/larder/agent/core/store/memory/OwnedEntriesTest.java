package dev.larder.agent.core.store.memory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.agent.core.config.LoadConfig;
import dev.larder.agent.core.config.MemoryConfig;
import dev.larder.agent.core.store.CacheStoreContract;
import dev.larder.agent.core.store.Claim;
import dev.larder.agent.core.store.EntryId;
import dev.larder.agent.core.store.EntryOwner;
import dev.larder.agent.core.store.Eviction;
import dev.larder.agent.core.store.Lease;
import dev.larder.agent.core.store.Lookup;
import dev.larder.agent.core.store.StoreException;
import dev.larder.agent.core.store.StoredEntry;
import dev.larder.agent.core.wait.Budget;
import dev.larder.agent.fixtures.FakeTicker;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** One key of two owners, as of two applications in one JVM. */
final class OwnedEntriesTest {

    private static final long TTL_MILLIS = 60_000;
    private static final int ROOM = 100;

    private final FakeTicker ticker = new FakeTicker();
    private final MemoryStore store =
            MemoryStore.create(new MemoryConfig(ROOM, Duration.ofMinutes(1)), LoadConfig.defaults(), ticker);
    private final EntryOwner one = new EntryOwner();
    private final EntryOwner other = new EntryOwner();

    @Test
    void f8_storeByEach_leavesTheOthers() throws StoreException {
        store(one, "of one");
        assertThat(found(other)).isNull();
        assertThat(found(null)).isNull();
        store(other, "of the other");
        store(null, "of nobody");
        assertThat(found(one)).isEqualTo("of one");
        assertThat(found(other)).isEqualTo("of the other");
        assertThat(found(null)).isEqualTo("of nobody");
        assertThat(store.lookupAll(List.of(id(one), id(other)), budget()))
                .hasSize(2)
                .doesNotContain(Lookup.ABSENT);
        assertThat(store.memoryEntries()).isEqualTo(3);
        assertThat(store.inspect("k", budget()).versions()).isEqualTo(3);
    }

    static Stream<Eviction> evictions() {
        return Stream.of(Eviction.ofKey("k"), Eviction.ofTag("t"), Eviction.ofPattern("k*"), Eviction.ofPattern("*"));
    }

    @ParameterizedTest
    @MethodSource("evictions")
    void f31_eviction_reachesTheEntriesOfAll(Eviction eviction) throws StoreException {
        store(one, "of one");
        store(other, "of the other");
        store.evict(eviction, budget());
        assertThat(found(one)).isNull();
        assertThat(found(other)).isNull();
    }

    @ParameterizedTest
    @MethodSource("evictions")
    void f31_eviction_voidsTheLoadsOfAll(Eviction eviction) throws StoreException {
        Lease ofOne = claim(one);
        Lease ofOther = claim(other);
        store.evict(eviction, budget());
        assertThat(ofOne.stands(budget())).isFalse();
        assertThat(ofOther.stands(budget())).isFalse();
        assertThat(ofOne.store(entry("old"), TTL_MILLIS, budget())).isFalse();
        assertThat(ofOther.store(entry("old"), TTL_MILLIS, budget())).isFalse();
        assertThat(found(one)).isNull();
        assertThat(found(other)).isNull();
    }

    @Test
    void f8_loadsOfOneKeyByEach_doNotWaitForEachOther() throws StoreException {
        Lease ofOne = claim(one);
        Lease ofOther = claim(other);
        assertThat(store.claim(id(one), budget())).isInstanceOf(Claim.Held.class);
        assertThat(ofOne.stands(budget())).isTrue();
        assertThat(ofOther.store(entry("of the other"), TTL_MILLIS, budget())).isTrue();
        assertThat(ofOther.stands(budget())).isFalse();
        assertThat(ofOne.stands(budget())).isTrue();
        assertThat(ofOne.store(entry("of one"), TTL_MILLIS, budget())).isTrue();
        assertThat(found(one)).isEqualTo("of one");
        assertThat(found(other)).isEqualTo("of the other");
    }

    @Test
    void f8_releaseByOne_leavesTheLoadOfTheOther() throws StoreException {
        Lease ofOne = claim(one);
        Lease ofOther = claim(other);
        ofOne.release(budget());
        assertThat(ofOther.stands(budget())).isTrue();
        assertThat(store.claim(id(other), budget())).isInstanceOf(Claim.Held.class);
        assertThat(claim(one).store(entry("of one"), TTL_MILLIS, budget())).isTrue();
        assertThat(ofOther.store(entry("of the other"), TTL_MILLIS, budget())).isTrue();
    }

    /** What the other loads meanwhile may be from before the write. */
    @Test
    void f31_putByOne_evictsTheOthersAndVoidsItsLoads() throws StoreException {
        store(other, "old");
        Lease writer = store.takeOver(id(one), null, budget());
        assertThat(writer.store(entry("new"), TTL_MILLIS, budget())).isTrue();
        assertThat(found(one)).isEqualTo("new");
        assertThat(found(other)).isNull();
        Lease load = claim(other);
        Lease second = store.takeOver(id(one), null, budget());
        assertThat(load.store(entry("old"), TTL_MILLIS, budget())).isFalse();
        assertThat(second.store(entry("newer"), TTL_MILLIS, budget())).isTrue();
        store(other, "loaded");
        store.putAll(Map.of(id(one), entry("direct")), TTL_MILLIS, budget());
        assertThat(found(other)).isNull();
    }

    /** Of a writer and a loader that overlap, the writer notices. */
    @Test
    void f31_claimByTheOther_voidsTheLeaseOfAWriter() throws StoreException {
        Lease writer = store.takeOver(id(one), null, budget());
        Lease load = claim(other);
        assertThat(writer.store(entry("new"), TTL_MILLIS, budget())).isFalse();
        assertThat(load.store(entry("loaded"), TTL_MILLIS, budget())).isTrue();
    }

    @Test
    void f31_putIfAbsent_countsOwnEntriesOnly() throws StoreException {
        store(other, "of the other");
        assertThat(store.putIfAbsent(id(one), entry("of one"), TTL_MILLIS, budget()))
                .isNull();
        assertThat(store.putIfAbsent(id(one), entry("again"), TTL_MILLIS, budget()))
                .isNotNull();
        assertThat(found(one)).isEqualTo("of one");
    }

    @Test
    void f31_expireAndDiscard_reachWhatTheyName() throws StoreException {
        store(one, "of one");
        store(other, "of the other");
        StoredEntry there = store.peek(one, "k", "f", 0);
        store.discard(id(other), there, budget());
        assertThat(found(other)).isNotNull();
        store.discard(id(one), there, budget());
        assertThat(found(one)).isNull();
        assertThat(store.expire("k", 10, budget())).isTrue();
        ticker.advance(Duration.ofMillis(10));
        assertThat(found(other)).isNull();
    }

    /** The room is for all of them. */
    @Test
    void f8_manyOwners_stayWithinTheBoundTogether() throws StoreException {
        EntryOwner[] owners = {one, other, new EntryOwner(), new EntryOwner()};
        for (int i = 0; i < 10 * ROOM; i++) {
            for (EntryOwner owner : owners) {
                store.putAll(Map.of(new EntryId("k" + i, "f", List.of(), owner), entry("v")), TTL_MILLIS, budget());
            }
        }
        assertThat(store.memoryEntries()).isBetween(1L, (long) ROOM);
    }

    /** An application that is gone makes no calls that could sweep out its entries. */
    @Test
    void f7_ownerThatIsGone_takesItsEntriesAlong() throws StoreException {
        WeakReference<Object> value = storeForAnOwnerThatGoes();
        store(one, "stays");
        Awaitility.await().until(() -> {
            System.gc();
            return value.get() == null;
        });
        assertThat(store.memoryEntries()).isEqualTo(1);
        assertThat(found(one)).isEqualTo("stays");
    }

    /** With a load that never ends. */
    private WeakReference<Object> storeForAnOwnerThatGoes() throws StoreException {
        EntryOwner goes = new EntryOwner();
        Object value = new Object[] {goes};
        Lease lease = ((Claim.Granted) store.claim(id(goes), budget())).lease();
        assertThat(lease.store(StoredEntry.Local.of(value, goes), TTL_MILLIS, budget()))
                .isTrue();
        assertThat(store.claim(new EntryId("never ends", "f", List.of(), goes), budget()))
                .isInstanceOf(Claim.Granted.class);
        return new WeakReference<>(value);
    }

    @Test
    void f7_storeThatWasDropped_isLetGoOfByItsOwners() throws StoreException {
        Object value = new Object();
        claim(one).store(StoredEntry.Local.of(value, one), TTL_MILLIS, budget());
        WeakReference<Object> kept = new WeakReference<>(value);
        value = null;
        Lease late = claim(other);
        store.drop();
        late.store(entry("late"), TTL_MILLIS, budget());
        assertThat(found(one)).isNull();
        assertThat(found(other)).isNull();
        Awaitility.await().until(() -> {
            System.gc();
            return kept.get() == null;
        });
    }

    private void store(@Nullable EntryOwner owner, String text) throws StoreException {
        assertThat(claim(owner).store(entry(text), TTL_MILLIS, budget())).isTrue();
    }

    private Lease claim(@Nullable EntryOwner owner) {
        return ((Claim.Granted) store.claim(id(owner), budget())).lease();
    }

    private @Nullable String found(@Nullable EntryOwner owner) {
        Lookup lookup = store.lookup(id(owner), budget());
        return lookup instanceof Lookup.Fresh fresh ? CacheStoreContract.textOf(fresh.entry()) : null;
    }

    private static EntryId id(@Nullable EntryOwner owner) {
        return new EntryId("k", "f", List.of("t"), owner);
    }

    private static StoredEntry.Encoded entry(String text) {
        return CacheStoreContract.entry(text);
    }

    private Budget budget() {
        return new Budget(ticker, Duration.ofSeconds(5));
    }
}
