package dev.larder.agent.core.store.memory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.agent.core.config.LoadConfig;
import dev.larder.agent.core.config.MemoryConfig;
import dev.larder.agent.core.store.Budget;
import dev.larder.agent.core.store.CacheStore;
import dev.larder.agent.core.store.CacheStoreContract;
import dev.larder.agent.core.store.Claim;
import dev.larder.agent.core.store.EntryId;
import dev.larder.agent.core.store.Eviction;
import dev.larder.agent.core.store.Lease;
import dev.larder.agent.core.store.StoreException;
import dev.larder.agent.core.store.StoredEntry;
import dev.larder.agent.fixtures.FakeTicker;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

final class MemoryStoreTest implements CacheStoreContract {

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
    void peek_storedEntry_isTheVeryEntry() throws StoreException {
        StoredEntry.Shared entry = new StoredEntry.Shared("v", null);
        grant("k", V1).store(entry, LONG.toMillis(), budget());
        assertThat(store.peek("k", V1, 0)).isSameAs(entry);
        assertThat(store.peek("k", V2, 0)).isNull();
    }

    @Test
    void peek_hit_allocatesNothing() throws StoreException {
        put("k", V1, "v");
        assertThat(leastBytesAllocatedBy(200_000)).isLessThan(10_000);
    }

    /** The least of several rounds: the first ones allocate for the JIT's sake and for the cache's own buffers. */
    private long leastBytesAllocatedBy(int hits) {
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long least = Long.MAX_VALUE;
        for (int round = 0; round < 10; round++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < hits; i++) {
                if (store.peek("k", V1, 0) == null) {
                    throw new AssertionError("a miss");
                }
            }
            least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
        }
        return least;
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
        assertThat(fallback.peek("k", V1, 0)).isNotNull();
        pass(Duration.ofMillis(1));
        assertThat(fallback.peek("k", V1, 0)).isNull();
    }

    @Test
    void store_aboveTheBound_keepsNoMoreThanTheBound() {
        MemoryStore small = MemoryStore.create(new MemoryConfig(50, LONG), LoadConfig.defaults(), ticker);
        for (int i = 0; i < 1_000; i++) {
            store(grantFrom(small, "k" + i));
        }
        assertThat(small.memoryEntries()).isBetween(1L, 50L);
    }

    @Test
    void store_leasePushedOutForRoom_isRefused() {
        MemoryStore small = MemoryStore.create(new MemoryConfig(1, LONG), LoadConfig.defaults(), ticker);
        List<Lease> granted = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            granted.add(grantFrom(small, "k" + i));
        }
        assertThat(granted.stream().filter(this::store).count()).isBetween(1L, 1_000L);
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

    /**
     * Loaders read a source and store; a writer changes the source and evicts. Once an eviction has returned, nothing
     * older than the source was at that time may be read.
     */
    @Test
    @Timeout(60)
    void h57_loadsAndEvictionsAtOnce_neverLeaveAnOldValue() throws Exception {
        AtomicLong source = new AtomicLong();
        CyclicBarrier start = new CyclicBarrier(4);
        AtomicLong stored = new AtomicLong();
        List<Thread> loaders = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            loaders.add(new Thread(() -> loadUntilTheEnd(source, start, stored)));
        }
        loaders.forEach(Thread::start);
        try {
            start.await(10, TimeUnit.SECONDS);
            for (int round = 1; round <= 20_000; round++) {
                long now = source.incrementAndGet();
                store.evict(Eviction.ofKey("k"), unlimited());
                if (store.peek("k", V1, 0) instanceof StoredEntry.Shared seen) {
                    assertThat((Long) seen.value()).isGreaterThanOrEqualTo(now);
                }
            }
        } finally {
            source.set(-1);
        }
        for (Thread loader : loaders) {
            loader.join(10_000);
        }
        assertThat(stored).hasPositiveValue();
    }

    private void loadUntilTheEnd(AtomicLong source, CyclicBarrier start, AtomicLong stored) {
        try {
            start.await(10, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
        EntryId id = new EntryId("k", V1);
        for (long read = source.get(); read >= 0; read = source.get()) {
            if (store.claim(id, unlimited()) instanceof Claim.Granted granted) {
                long loaded = source.get();
                try {
                    if (granted.lease().store(new StoredEntry.Shared(loaded, null), LONG.toMillis(), unlimited())) {
                        stored.incrementAndGet();
                    }
                } catch (StoreException e) {
                    throw new IllegalStateException(e);
                }
            }
        }
    }

    private Lease grantFrom(MemoryStore from, String key) {
        return ((Claim.Granted) from.claim(new EntryId(key, V1), unlimited())).lease();
    }

    private boolean store(Lease lease) {
        try {
            return lease.store(CacheStoreContract.entry("v"), LONG.toMillis(), unlimited());
        } catch (StoreException e) {
            throw new AssertionError(e);
        }
    }

    private Budget unlimited() {
        return new Budget(ticker, LONG);
    }
}
