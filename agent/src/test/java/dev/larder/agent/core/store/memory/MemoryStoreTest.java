package dev.larder.agent.core.store.memory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.agent.core.codec.SharedCopies;
import dev.larder.agent.core.config.LoadConfig;
import dev.larder.agent.core.config.MemoryConfig;
import dev.larder.agent.core.store.CacheStore;
import dev.larder.agent.core.store.CacheStoreContract;
import dev.larder.agent.core.store.Claim;
import dev.larder.agent.core.store.EntryId;
import dev.larder.agent.core.store.EntryOwner;
import dev.larder.agent.core.store.Eviction;
import dev.larder.agent.core.store.Lease;
import dev.larder.agent.core.store.Lookup;
import dev.larder.agent.core.store.MarkContract;
import dev.larder.agent.core.store.StoreException;
import dev.larder.agent.core.store.StoredEntry;
import dev.larder.agent.core.wait.Budget;
import dev.larder.agent.fixtures.FakeTicker;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class MemoryStoreTest implements CacheStoreContract, MarkContract {

    private static final MemoryConfig ROOMY = new MemoryConfig(10_000, Duration.ofSeconds(30));

    private final FakeTicker ticker = new FakeTicker();
    private final MemoryStore store = MemoryStore.create(ROOMY, LoadConfig.defaults(), ticker);

    @Override
    public CacheStore store() {
        return store;
    }

    @Override
    public void pass(Duration time) {
        ticker.advance(time);
    }

    @Override
    public Duration lease() {
        return LoadConfig.DEFAULT_LEASE;
    }

    @Override
    public Duration shortTtl() {
        return Duration.ofSeconds(2);
    }

    @Test
    void peek_sharedValue_isTheVeryValue() throws StoreException {
        Object value = new Object();
        EntryOwner owner = new EntryOwner();
        grant("k", V1).store(StoredEntry.Local.of(value, owner), LONG.toMillis(), budget());
        StoredEntry.Local found = (StoredEntry.Local) store.peek(null, "k", V1, 0);
        assertThat(found).isNotNull();
        assertThat(found.value()).isSameAs(value);
        assertThat(found.owner()).isSameAs(owner);
        assertThat(store.peek(null, "k", V2, 0)).isNull();
    }

    @Test
    void peek_hit_allocatesNothing() throws StoreException {
        put("k", V1, "v");
        assertThat(leastBytesAllocatedBy(200_000)).isLessThan(10_000);
    }

    @Test
    void peek_entryWithTagsByAReaderWhoNamesNone_allocatesNothing() throws StoreException {
        put(tagged("k", "a", "b"), "v");
        assertThat(leastBytesAllocatedBy(200_000)).isLessThan(10_000);
    }

    /** The least of several rounds: the first ones allocate for the JIT's sake and for the cache's own buffers. */
    private long leastBytesAllocatedBy(int hits) {
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long least = Long.MAX_VALUE;
        for (int round = 0; round < 10; round++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < hits; i++) {
                if (store.peek(null, "k", V1, 0) == null) {
                    throw new AssertionError("a miss");
                }
            }
            least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
        }
        return least;
    }

    /** Entries stored together end apart if they are told to, and none later than it is told. */
    @Test
    void h61_timeToLive_isKeptToTheMillisecond() throws StoreException {
        for (int i = 0; i < 1_000; i++) {
            grant("k" + i, V1).store(CacheStoreContract.entry("v"), 60_000 - i, budget());
        }
        pass(Duration.ofMillis(59_000));
        for (int i = 999; i >= 0; i--) {
            assertThat(store.peek(null, "k" + i, V1, 0)).isNotNull();
            pass(Duration.ofMillis(1));
            assertThat(store.peek(null, "k" + i, V1, 0)).isNull();
        }
    }

    @Test
    void store_longestTtlThereIs_isNotOverAtOnce() throws StoreException {
        grant("k", V1).store(CacheStoreContract.entry("v"), Long.MAX_VALUE, budget());
        pass(Duration.ofDays(365));
        assertThat(text("k", V1)).isEqualTo("v");
    }

    @Test
    void fallback_longTtl_isCapped() {
        MemoryStore fallback = MemoryStore.fallback(ROOMY, LoadConfig.defaults(), ticker);
        Lease lease = grantFrom(fallback, "k");
        assertThat(store(lease)).isTrue();
        pass(ROOMY.fallbackTtl().minusMillis(1));
        assertThat(fallback.peek(null, "k", V1, 0)).isNotNull();
        pass(Duration.ofMillis(1));
        assertThat(fallback.peek(null, "k", V1, 0)).isNull();
    }

    @Test
    void fallback_expireLater_doesNotReachBeyondTheCap() throws StoreException {
        MemoryStore fallback = MemoryStore.fallback(ROOMY, LoadConfig.defaults(), ticker);
        store(grantFrom(fallback, "k"));
        pass(Duration.ofSeconds(20));
        assertThat(fallback.expire("k", LONG.toMillis(), unlimited())).isTrue();
        assertThat(fallback.inspect("k", unlimited()).remainingMillis()).isEqualTo(10_000);
        assertThat(fallback.expire("k", 5_000, unlimited())).isTrue();
        assertThat(fallback.inspect("k", unlimited()).remainingMillis()).isEqualTo(5_000);
    }

    @Test
    void fallback_counter_isNotCapped() {
        MemoryStore fallback = MemoryStore.fallback(ROOMY, LoadConfig.defaults(), ticker);
        fallback.increment("n", 1, LONG.toMillis(), unlimited());
        pass(LONG.minusMillis(1));
        assertThat(fallback.increment("n", 1, LONG.toMillis(), unlimited())).isEqualTo(2);
    }

    @Test
    void counters_aboveTheBound_areForgotten() {
        MemoryStore small = MemoryStore.create(new MemoryConfig(50, LONG), LoadConfig.defaults(), ticker);
        for (int i = 0; i < 1_000; i++) {
            small.increment("n" + i, 1, LONG.toMillis(), unlimited());
        }
        assertThat(small.evict(Eviction.ofPattern("n*"), unlimited())).isBetween(1L, 50L);
    }

    @Test
    void store_aboveTheBound_keepsNoMoreThanTheBound() {
        MemoryStore small = MemoryStore.create(new MemoryConfig(50, LONG), LoadConfig.defaults(), ticker);
        for (int i = 0; i < 1_000; i++) {
            store(grantFrom(small, "k" + i));
        }
        assertThat(small.memoryEntries()).isBetween(1L, 50L);
    }

    /** Of values of all sizes, no more than there is room for, and small ones as many as there may be entries. */
    @Test
    void store_aboveTheBoundOfBytes_keepsNoMoreThanTheBound() throws StoreException {
        assertThat(entriesOf(10)).isEqualTo(100);
        assertThat(entriesOf(30_000)).isBetween(1L, 3L);
    }

    private long entriesOf(int bytes) throws StoreException {
        MemoryStore small = MemoryStore.create(new MemoryConfig(100, 100_000, LONG), LoadConfig.defaults(), ticker);
        for (int i = 0; i < 1_000; i++) {
            StoredEntry entry = new StoredEntry.LocalValue(new SharedCopies("v", bytes), null);
            assertThat(grantFrom(small, "k" + i).store(entry, LONG.toMillis(), unlimited()))
                    .isTrue();
        }
        return small.memoryEntries();
    }

    @Test
    void h82_storeWhereEntriesArePushedOutForRoom_isAsGood() {
        MemoryStore small = MemoryStore.create(new MemoryConfig(1, LONG), LoadConfig.defaults(), ticker);
        List<Lease> granted = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            granted.add(grantFrom(small, "k" + i));
        }
        assertThat(granted).allMatch(this::store);
        assertThat(small.memoryEntries()).isEqualTo(1);
    }

    @Test
    void leases_neverGivenBack_areForgotten() throws StoreException {
        Lease abandoned = grant("k", V1);
        pass(Duration.ofHours(1));
        assertThat(store(abandoned)).isFalse();
    }

    @Test
    void upkeep_manyWrites_staysOutOfTheCommonPool() throws StoreException {
        long before = ForkJoinPool.commonPool().getStealCount()
                + ForkJoinPool.commonPool().getPoolSize();
        for (int i = 0; i < 15_000; i++) {
            put("k" + i, V1, "v");
        }
        long after = ForkJoinPool.commonPool().getStealCount()
                + ForkJoinPool.commonPool().getPoolSize();
        assertThat(after).isEqualTo(before);
    }

    @Test
    void h57_twoWritersAndALoader_inEveryOrderNeverLeaveTheOlderValue() throws StoreException {
        assertThat(race(race -> race.writer().writer().loader())).isEqualTo(11_550);
    }

    @Test
    void h57_twoKindsOfWritersAndATagEviction_inEveryOrderNeverLeaveTheOlderValue() throws StoreException {
        Eviction eviction = Eviction.ofTag("t");
        assertThat(race(race -> race.writer().lateWriter().evictor(eviction))).isEqualTo(6_930);
    }

    static Stream<Eviction> evictionsOfOneEntry() {
        return Stream.of(Eviction.ofKey("k"), Eviction.ofTag("t"), Eviction.ofPattern("k*"));
    }

    /**
     * Loaders read a source and store; two writers change the source and evict. Once an eviction has returned, nothing
     * older than the source was at that time may be read.
     */
    @ParameterizedTest
    @MethodSource("evictionsOfOneEntry")
    @Timeout(60)
    void h57_loadsAndEvictionsAtOnce_neverLeaveAnOldValue(Eviction eviction) throws Exception {
        AtomicLong source = new AtomicLong();
        AtomicLong stored = new AtomicLong();
        AtomicBoolean ended = new AtomicBoolean();
        ExecutorService pool = Executors.newFixedThreadPool(4);
        try {
            List<Future<?>> loaders = List.of(
                    pool.submit(() -> loadUntil(ended, source, stored)),
                    pool.submit(() -> loadUntil(ended, source, stored)));
            List<Future<?>> writers = List.of(
                    pool.submit(() -> changeAndEvict(10_000, source, eviction)),
                    pool.submit(() -> changeAndEvict(10_000, source, eviction)));
            for (Future<?> writer : writers) {
                writer.get(50, TimeUnit.SECONDS);
            }
            ended.set(true);
            for (Future<?> loader : loaders) {
                loader.get(5, TimeUnit.SECONDS);
            }
        } finally {
            ended.set(true);
            pool.shutdownNow();
        }
        assertThat(stored).hasPositiveValue();
    }

    private void changeAndEvict(int rounds, AtomicLong source, Eviction eviction) {
        for (int round = 0; round < rounds; round++) {
            long now = source.incrementAndGet();
            store.evict(eviction, unlimited());
            if (store.lookup(tagged("k", "t"), unlimited()) instanceof Lookup.Fresh seen) {
                assertThat((Long) ((StoredEntry.Local) seen.entry()).value()).isGreaterThanOrEqualTo(now);
            }
        }
    }

    private void loadUntil(AtomicBoolean ended, AtomicLong source, AtomicLong stored) {
        EntryId id = tagged("k", "t");
        while (!ended.get()) {
            if (store.claim(id, unlimited()) instanceof Claim.Granted granted) {
                StoredEntry.Local loaded = StoredEntry.Local.of(source.get(), null);
                if (storeShared(granted.lease(), loaded)) {
                    stored.incrementAndGet();
                }
            }
        }
    }

    private Lease grantFrom(MemoryStore from, String key) {
        return ((Claim.Granted) from.claim(new EntryId(key, V1), unlimited())).lease();
    }

    private boolean store(Lease lease) {
        return storeShared(lease, StoredEntry.Local.of("v", null));
    }

    private boolean storeShared(Lease lease, StoredEntry.Local entry) {
        try {
            return lease.store(entry, LONG.toMillis(), unlimited());
        } catch (StoreException e) {
            throw new AssertionError(e);
        }
    }

    private Budget unlimited() {
        return new Budget(ticker, LONG);
    }
}
