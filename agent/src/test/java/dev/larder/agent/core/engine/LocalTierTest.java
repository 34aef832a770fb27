package dev.larder.agent.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.agent.core.base.Ticker;
import dev.larder.agent.core.base.Tier;
import dev.larder.agent.core.config.LoadConfig;
import dev.larder.agent.core.config.MemoryConfig;
import dev.larder.agent.core.store.Eviction;
import dev.larder.agent.core.store.StoreException;
import dev.larder.agent.core.store.memory.MemoryStore;
import dev.larder.agent.core.store.memory.MemoryStores;
import dev.larder.agent.core.wait.Budget;
import dev.larder.agent.fixtures.ForwardingStore;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Results that are kept in this process on purpose, beside a store that others share. */
final class LocalTierTest {

    private final MemoryStore shared =
            MemoryStore.create(MemoryConfig.defaults(), LoadConfig.defaults(), Ticker.system());
    private final Calls calls = Calls.over(shared);
    private final AtomicInteger runs = new AtomicInteger();

    @BeforeEach
    void keepHere() {
        calls.engine
                .privateEngines()
                .keepLocalIn(MemoryStores.alone(
                        MemoryConfig.defaults(), LoadConfig.defaults(), Runnable::run, Ticker.system()));
        calls.method.settings().setTier(Tier.LOCAL);
    }

    @Test
    void call_again_isAHitThatTheSharedStoreKnowsNothingOf() throws Exception {
        assertThat(call()).isEqualTo("run 1");
        assertThat(call()).isEqualTo("run 1");

        assertThat(shared.memoryEntries()).isZero();
        assertThat(calls.engine.privateEngines().localEntries()).isEqualTo(1);
        assertThat(calls.engine.privateEngines().inspectLocal("shop:7").versions())
                .isEqualTo(1);
        assertThat(calls.counts().hits()).isEqualTo(1);
        assertThat(calls.counts().misses()).isEqualTo(1);
    }

    @Test
    void evict_byKeyOrPattern_reachesTheEntry() throws Exception {
        call();
        calls.engine.evict(Eviction.ofKey("shop:7"));
        assertThat(call()).isEqualTo("run 2");

        calls.engine.evict(Eviction.ofPattern("shop:*"));
        assertThat(call()).isEqualTo("run 3");
    }

    @Test
    void evict_byTag_reachesTheEntry() throws Exception {
        calls.call("shop:7", () -> List.of("shops"), this::run, () -> false);
        calls.engine.evict(Eviction.ofTag("shops"));

        assertThat(call()).isEqualTo("run 2");
    }

    /** A put has made the value of another method, so what was loaded before it must not stay. */
    @Test
    void evictLocal_duringALoad_letsItStoreNothing() throws Exception {
        calls.call("shop:7", () -> {
            calls.engine.privateEngines().evictLocal(Eviction.ofKeys(Set.of("shop:7")));
            return run();
        });

        assertThat(call()).isEqualTo("run 2");
    }

    /** It may be made of a shared entry that the same eviction ends. */
    @Test
    void evict_endsWhatWasMadeWhileTheSharedStoreEvicted() throws Exception {
        AtomicReference<Calls> others = new AtomicReference<>();
        Calls own = Calls.over(new ForwardingStore(shared) {
            @Override
            public long evict(Eviction eviction, Budget budget) throws StoreException {
                assertThat(readOf(others.get())).isEqualTo("run 2");
                return super.evict(eviction, budget);
            }
        });
        others.set(own);
        own.engine
                .privateEngines()
                .keepLocalIn(MemoryStores.alone(
                        MemoryConfig.defaults(), LoadConfig.defaults(), Runnable::run, Ticker.system()));
        own.method.settings().setTier(Tier.LOCAL);
        own.call("shop:7", this::run);

        own.engine.evict(Eviction.ofKey("shop:7"));

        assertThat(own.call("shop:7", this::run)).isEqualTo("run 3");
    }

    @Test
    void setTier_changesWhereTheNextCallLooks() throws Exception {
        call();
        calls.method.settings().setTier(Tier.SHARED);
        assertThat(call()).isEqualTo("run 2");
        assertThat(shared.memoryEntries()).isEqualTo(1);

        calls.engine.evict(Eviction.ofKey("shop:7"));
        calls.method.settings().setTier(Tier.LOCAL);
        assertThat(call()).isEqualTo("run 3");
    }

    /** A put while caching is off does not reach these entries. */
    @Test
    void setEnabled_startsEmpty() throws Exception {
        call();
        calls.engine.setEnabled(false);
        calls.engine.setEnabled(true);

        assertThat(call()).isEqualTo("run 2");
    }

    private Object readOf(Calls others) {
        try {
            return others.call("shop:7", this::run);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private String run() {
        return "run " + runs.incrementAndGet();
    }

    private Object call() throws Exception {
        return calls.call("shop:7", this::run);
    }
}
