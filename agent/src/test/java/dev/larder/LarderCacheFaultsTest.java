package dev.larder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.agent.core.base.Message;
import dev.larder.agent.core.store.EntryId;
import dev.larder.agent.core.store.EntryOwner;
import dev.larder.agent.core.store.Eviction;
import dev.larder.agent.core.store.Inspection;
import dev.larder.agent.core.store.Lookup;
import dev.larder.agent.core.store.StoreException;
import dev.larder.agent.core.store.StoredEntry;
import dev.larder.agent.core.wait.Budget;
import dev.larder.agent.fixtures.Expects;
import dev.larder.agent.fixtures.ForwardingStore;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The store fails, or is itself broken: nobody is told but the counters, and what was not written is evicted. */
@Expects({Message.CALL_FAULT, Message.EFFECT_FAULT, Message.OPERATION_FAULT})
final class LarderCacheFaultsTest {

    private final FailingStore store = new FailingStore();
    private final ApiOver api = new ApiOver(store);
    private final LarderCache<String> texts = api.cache(String.class);

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void reads_find_nothing(boolean broken) {
        texts.put("k", "old");
        store.fail(broken);

        assertThat(texts.get("k")).isNull();
        assertThat(texts.exists("k")).isFalse();
        assertThat(texts.getAll(List.of("k"))).isEmpty();
        assertThat(texts.ttl("k")).isZero();
        assertThat(texts.getOrLoad("k", () -> "loaded")).isEqualTo("loaded");
        assertThat(api.counts().errors()).isEqualTo(5);
        assertThat(store.evicted).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void writes_evict(boolean broken) {
        store.fail(broken);

        texts.put("put", "v");
        texts.putAll(Map.of("all:1", "v", "all:2", "v"));
        assertThat(texts.putIfAbsent("absent", "v")).isFalse();
        assertThat(texts.expire("expired", Duration.ofMinutes(1))).isFalse();

        assertThat(store.evicted).containsExactlyInAnyOrder("put", "all:1", "all:2", "absent", "expired");
        assertThat(api.counts().errors()).isEqualTo(4);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void counters_goOnInThisProcess(boolean broken) {
        String key = "LarderCacheFaultsTest:" + broken;
        store.fail(broken);

        assertThat(texts.increment(key, 5)).isEqualTo(5);
        assertThat(texts.decrement(key)).isEqualTo(4);
        assertThat(texts.ttl(key)).isPositive();
        assertThat(texts.expire(key, Duration.ofMinutes(1))).isTrue();
        texts.evict(key);
        assertThat(texts.increment(key)).isEqualTo(1);
    }

    @Test
    void evictions_thatFail_reachNobody() {
        store.fail(true);
        store.failEvictions = true;

        texts.evict("k");
        texts.evictAll(List.of("k", "l"));
        texts.evictPattern("*");
        texts.evictTag("t");
        texts.put("k", "v");

        assertThat(api.counts().errors()).isPositive();
    }

    /** Works until it is told not to. */
    private static final class FailingStore extends ForwardingStore {

        private final Set<String> evicted = new HashSet<>();
        private boolean failing;
        private boolean broken;
        private boolean failEvictions;

        void fail(boolean broken) {
            this.failing = true;
            this.broken = broken;
        }

        private void pass() throws StoreException {
            if (failing && broken) {
                throw new NoClassDefFoundError("injected");
            }
            if (failing) {
                throw new StoreException("injected", null);
            }
        }

        @Override
        public StoredEntry peek(EntryOwner owner, String key, String fingerprint, int tags) {
            return failing ? null : super.peek(owner, key, fingerprint, tags);
        }

        @Override
        public Lookup lookup(EntryId id, Budget budget) throws StoreException {
            pass();
            return super.lookup(id, budget);
        }

        @Override
        public List<Lookup> lookupAll(List<EntryId> ids, Budget budget) throws StoreException {
            pass();
            return super.lookupAll(ids, budget);
        }

        @Override
        public void putAll(Map<EntryId, StoredEntry.Encoded> entries, long ttlMillis, Budget budget)
                throws StoreException {
            pass();
            super.putAll(entries, ttlMillis, budget);
        }

        @Override
        public StoredEntry putIfAbsent(EntryId id, StoredEntry.Encoded entry, long ttlMillis, Budget budget)
                throws StoreException {
            pass();
            return super.putIfAbsent(id, entry, ttlMillis, budget);
        }

        @Override
        public boolean expire(String key, long ttlMillis, Budget budget) throws StoreException {
            pass();
            return super.expire(key, ttlMillis, budget);
        }

        @Override
        public long increment(String key, long by, long ttlMillis, Budget budget) throws StoreException {
            pass();
            return super.increment(key, by, ttlMillis, budget);
        }

        @Override
        public Inspection inspect(String key, Budget budget) throws StoreException {
            pass();
            return super.inspect(key, budget);
        }

        @Override
        public long evict(Eviction eviction, Budget budget) throws StoreException {
            if (failEvictions) {
                pass();
            }
            evicted.addAll(eviction.keys());
            return super.evict(eviction, budget);
        }
    }
}
