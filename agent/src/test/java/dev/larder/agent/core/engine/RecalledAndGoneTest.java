package dev.larder.agent.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.agent.core.base.AgentThreads;
import dev.larder.agent.core.base.Ticker;
import dev.larder.agent.core.config.LoadConfig;
import dev.larder.agent.core.config.MemoryConfig;
import dev.larder.agent.core.failover.FailoverStore;
import dev.larder.agent.core.store.EntryId;
import dev.larder.agent.core.store.Eviction;
import dev.larder.agent.core.store.Lease;
import dev.larder.agent.core.store.StoreException;
import dev.larder.agent.core.store.StoredEntry;
import dev.larder.agent.core.store.memory.MemoryStore;
import java.lang.ref.Reference;
import java.lang.ref.WeakReference;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** An entry that is gone is not found by a shortcut either. */
final class RecalledAndGoneTest extends RecalledCalls {
    private static final String TAG = "shops";

    /** A reader that names no tags gets entries that carry some. */
    private void storeWithATag(String value) throws StoreException {
        EntryId tagged = new EntryId(key(ID), "lines", List.of(TAG));
        Lease lease = calls.store.takeOver(tagged, null, budget());
        assertThat(lease.store(StoredEntry.Local.of(value, null), 60_000, budget()))
                .isTrue();
    }

    /** How an entry leaves the store, or stops being what the store gives. */
    enum Way {
        EVICTED_BY_KEY {
            @Override
            void go(Calls calls) throws StoreException {
                calls.store.evict(Eviction.ofKey(key(ID)), budget());
            }
        },
        EVICTED_BY_PATTERN {
            @Override
            void go(Calls calls) throws StoreException {
                calls.store.evict(Eviction.ofPattern("shop:*"), budget());
            }
        },
        EVICTED_BY_TAG {
            @Override
            void go(Calls calls) throws StoreException {
                calls.store.evict(Eviction.ofTag(TAG), budget());
            }
        },
        REPLACED_BY_A_WRITER {
            @Override
            void go(Calls calls) throws StoreException {
                Lease lease = calls.store.takeOver(id(), null, budget());
                assertThat(lease.store(StoredEntry.Local.of("newer", null), 60_000, budget()))
                        .isTrue();
            }
        },
        REPLACED_DIRECTLY {
            @Override
            void go(Calls calls) throws StoreException {
                calls.store.putAll(Map.of(id(), encoded("Snewer")), 60_000, budget());
            }
        },
        UNREADABLE {
            @Override
            void go(Calls calls) throws StoreException {
                calls.store.discard(id(), calls.store.local().peek(null, key(ID), "lines", 0), budget());
            }
        },
        GIVEN_A_NEW_END {
            @Override
            void go(Calls calls) throws StoreException {
                assertThat(calls.store.expire(key(ID), 30_000, budget())).isTrue();
            }
        },
        EXPIRED {
            @Override
            void go(Calls calls) throws StoreException {
                calls.store.expire(key(ID), 1, budget());
                Awaitility.await().until(() -> calls.store.local().peek(null, key(ID), "lines", 0) == null);
            }
        },
        PUSHED_OUT {
            @Override
            void go(Calls calls) throws StoreException {
                for (int i = 0; i < MANY; i++) {
                    EntryId other = new EntryId("other:" + i, "lines", List.of());
                    calls.store.putAll(Map.of(other, encoded("Sx")), 60_000, budget());
                    calls.store.local().peek(null, other.key(), "lines", 0);
                    calls.store.local().peek(null, other.key(), "lines", 0);
                }
                assertThat(calls.store.local().peek(null, key(ID), "lines", 0)).isNull();
            }
        };

        abstract void go(Calls calls) throws StoreException;
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void h57_entryThatIsGone_isNotRecalled(Way way) throws Exception {
        storeWithATag("older");
        prime("older");
        way.go(calls);
        assertThat(calls.method.recall(ID, null)).isSameAs(Miss.NOT_RECALLED);
    }

    /** The memory store of an outage hears of no eviction once Redis is back. */
    @Test
    void h57_entryOfAStoreThatAnswersNoMore_isNotRecalled() throws Exception {
        try (FailoverStore store = FailoverStore.memoryOnly(
                () -> MemoryStore.create(MemoryConfig.defaults(), LoadConfig.defaults(), Ticker.system()),
                AgentThreads.background(),
                Ticker.system())) {
            Calls over = Calls.over(store);
            recallAfter(() -> call(over, ID, () -> "value"), () -> over.method.recall(ID, null));
            store.switchOff("an operator");
            assertThat(over.method.recall(ID, null)).isSameAs(Miss.NOT_RECALLED);
            store.switchOn("an operator");
            assertThat(over.method.recall(ID, null)).isSameAs(Miss.NOT_RECALLED);
            assertThat(call(over, ID, () -> "newer")).isEqualTo("newer");
        }
    }

    @Test
    void valueThatTheStoreHasGivenUp_isNotKept() throws Exception {
        String value = new String("a value of its own");
        WeakReference<String> kept = new WeakReference<>(value);
        prime(value);
        Reference.reachabilityFence(value);
        value = null;
        calls.store.evict(Eviction.ofKey(key(ID)), budget());
        Awaitility.await().until(() -> {
            System.gc();
            return kept.get() == null;
        });
    }

    /** Each reader knows of the last eviction that had returned before its call began. */
    @Test
    void h57_recalledWhileEvicted_isNeverOlderThanTheLastEviction() throws Exception {
        AtomicLong source = new AtomicLong();
        AtomicLong evicted = new AtomicLong();
        AtomicLong recalled = new AtomicLong();
        AtomicBoolean over = new AtomicBoolean();
        ExecutorService threads = Executors.newFixedThreadPool(2);
        List<Future<?>> readers = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            readers.add(threads.submit(() -> {
                while (!over.get()) {
                    long least = evicted.get();
                    Object found = calls.method.recall(ID, null);
                    recalled.addAndGet(Miss.isMiss(found) ? 0 : 1);
                    Object value = Miss.isMiss(found) ? call(ID, () -> "" + source.get()) : found;
                    assertThat(Long.parseLong((String) value)).isGreaterThanOrEqualTo(least);
                }
                return null;
            }));
        }
        for (long version = 1; version <= 3_000; version++) {
            source.set(version);
            calls.store.evict(Eviction.ofKey(key(ID)), budget());
            evicted.set(version);
            long since = recalled.get();
            while (recalled.get() - since < 10 && readers.stream().noneMatch(Future::isDone)) {
                Thread.onSpinWait();
            }
        }
        over.set(true);
        for (Future<?> reader : readers) {
            reader.get(10, TimeUnit.SECONDS);
        }
        threads.shutdownNow();
        assertThat(recalled.get()).isGreaterThan(30_000);
    }

    private static StoredEntry.Encoded encoded(String envelope) {
        return new StoredEntry.Encoded(envelope.getBytes(StandardCharsets.UTF_8));
    }
}
