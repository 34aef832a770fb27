package dev.larder.agent.core.store.memory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.agent.core.base.Ticker;
import dev.larder.agent.core.config.LoadConfig;
import dev.larder.agent.core.config.MemoryConfig;
import dev.larder.agent.core.store.EntryId;
import dev.larder.agent.core.store.Eviction;
import dev.larder.agent.core.store.Inspection;
import dev.larder.agent.core.store.Lease;
import dev.larder.agent.core.store.Lookup;
import dev.larder.agent.core.store.StoreException;
import dev.larder.agent.core.store.StoredEntry;
import dev.larder.agent.core.wait.Budget;
import dev.larder.agent.fixtures.RetiringNodes;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** What {@link RemovalUnderWayTest} runs in a {@link RetiringNodes}: the key is removed, and stands half removed. */
public final class RemovalUnderWay implements Consumer<String> {

    static final String COUNTER = "COUNTER";

    private static final EntryId ID = new EntryId("k", "f");
    private static final long TTL_MILLIS = 60_000;

    /** How an entry leaves the store. */
    enum Removal {
        EVICTED_BY_KEY {
            @Override
            void remove(MemoryStore store) {
                store.evict(Eviction.ofKey(ID.key()), budget());
            }
        },
        EVICTED_BY_PATTERN {
            @Override
            void remove(MemoryStore store) {
                store.evict(Eviction.ofPattern("?"), budget());
            }
        },
        DISCARDED {
            @Override
            void remove(MemoryStore store) {
                store.discard(ID, store.peek(null, ID.key(), ID.fingerprint(), 0), budget());
            }
        },
        PUSHED_OUT {
            @Override
            void remove(MemoryStore store) throws StoreException {
                for (int i = 0; i < 1_000; i++) {
                    store("other" + i % 2, store);
                    store.peek(null, "other" + i % 2, ID.fingerprint(), 0);
                }
            }
        };

        abstract void remove(MemoryStore store) throws StoreException;
    }

    private final MemoryStore store =
            MemoryStore.create(new MemoryConfig(1, Duration.ofMinutes(1)), LoadConfig.defaults(), Ticker.system());
    private final CountDownLatch retired = new CountDownLatch(1);
    private final CountDownLatch goOn = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newFixedThreadPool(2);

    @Override
    public void accept(String scenario) {
        try {
            if (scenario.equals(COUNTER)) {
                counter();
            } else {
                entry(Removal.valueOf(scenario));
            }
        } catch (Exception e) {
            throw new AssertionError(e);
        } finally {
            goOn.countDown();
            threads.shutdownNow();
        }
    }

    private void entry(Removal removal) throws Exception {
        store(ID.key(), store);
        StoredEntry.Held held = (StoredEntry.Held) store.peek(null, ID.key(), ID.fingerprint(), 0);
        Future<?> remover = beginToRemove(ID.key(), removal);
        evictByPattern("k*");
        assertThat(store.lookup(ID, budget())).isEqualTo(Lookup.ABSENT);
        assertThat(store.lookupAll(List.of(ID), budget())).containsExactly(Lookup.ABSENT);
        assertThat(store.peek(null, ID.key(), ID.fingerprint(), 0)).isNull();
        assertThat(store.inspect(ID.key(), budget())).isEqualTo(Inspection.NOTHING);
        assertThat(held.hasEnded(Ticker.system().nanoTime())).isTrue();
        goOn.countDown();
        remover.get(10, TimeUnit.SECONDS);
        evictByPattern("*"); // for there is room for one
        store(ID.key(), store);
        assertThat(store.peek(null, ID.key(), ID.fingerprint(), 0)).isNotNull();
    }

    private void counter() throws Exception {
        store.increment("n", 1, TTL_MILLIS, budget());
        Future<?> remover = beginToRemove("n", store -> store.evict(Eviction.ofKey("n"), budget()));
        evictByPattern("n*");
        assertThat(store.inspect("n", budget())).isEqualTo(Inspection.NOTHING);
        goOn.countDown();
        remover.get(10, TimeUnit.SECONDS);
        assertThat(store.increment("n", 1, TTL_MILLIS, budget())).isEqualTo(1);
    }

    private Future<?> beginToRemove(String key, Removal removal) throws Exception {
        return beginToRemove(key, removal::remove);
    }

    /** Returns when the node of {@code key} is dead and still in the table. */
    private Future<?> beginToRemove(String key, Removing removing) throws Exception {
        Future<?> remover = threads.submit(() -> {
            RetiringNodes.onRetiring(retiredKey -> {
                if (retiredKey.equals(key)) {
                    standStill();
                }
            });
            removing.from(store);
            return null;
        });
        assertThat(retired.await(10, TimeUnit.SECONDS)).isTrue();
        return remover;
    }

    private void standStill() {
        retired.countDown();
        try {
            goOn.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits for nobody, or at least not for who removes. */
    private void evictByPattern(String pattern) throws Exception {
        threads.submit(() -> store.evict(Eviction.ofPattern(pattern), budget())).get(10, TimeUnit.SECONDS);
    }

    private static void store(String key, MemoryStore store) throws StoreException {
        Lease lease = store.takeOver(new EntryId(key, ID.fingerprint()), null, budget());
        assertThat(lease.store(StoredEntry.Local.of("v", null), TTL_MILLIS, budget()))
                .isTrue();
    }

    private static Budget budget() {
        return new Budget(Ticker.system(), Duration.ofSeconds(10));
    }

    @FunctionalInterface
    private interface Removing {
        void from(MemoryStore store) throws StoreException;
    }
}
