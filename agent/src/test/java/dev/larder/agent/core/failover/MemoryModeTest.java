package dev.larder.agent.core.failover;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.agent.core.base.AgentThreads;
import dev.larder.agent.core.config.LoadConfig;
import dev.larder.agent.core.config.MemoryConfig;
import dev.larder.agent.core.failover.phase.Mode;
import dev.larder.agent.core.store.CacheStore;
import dev.larder.agent.core.store.CacheStoreContract;
import dev.larder.agent.core.store.Claim;
import dev.larder.agent.core.store.EntryId;
import dev.larder.agent.core.store.Eviction;
import dev.larder.agent.core.store.MarkContract;
import dev.larder.agent.core.store.StoreException;
import dev.larder.agent.core.store.memory.MemoryStore;
import dev.larder.agent.fixtures.FakeTicker;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** {@link FailoverStore} where no Redis is configured. */
final class MemoryModeTest implements CacheStoreContract, MarkContract {

    private final FakeTicker ticker = new FakeTicker();

    @AutoClose
    private final FailoverStore store = FailoverStore.memoryOnly(
            () -> MemoryStore.create(MemoryConfig.defaults(), LoadConfig.defaults(), ticker),
            AgentThreads.background(),
            ticker);

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
    void status_noRedisConfigured_isMemoryAtOnceAndForGood() {
        assertThat(store.status().mode()).isEqualTo(Mode.MEMORY);
        assertThat(store.status().reason()).isEqualTo("no Redis configured");
        store.start();
        assertThat(store.status().mode()).isEqualTo(Mode.MEMORY);
        assertThat(store.address()).isEmpty();
        assertThat(store.usedMemoryBytes()).isEqualTo(-1);
    }

    @Test
    void start_noRedisConfigured_makesNoThread() {
        Set<Thread> before = Thread.getAllStackTraces().keySet();
        store.start();
        assertThat(Thread.getAllStackTraces().keySet())
                .filteredOn(thread -> !before.contains(thread))
                .extracting(Thread::getName)
                .noneMatch(name -> name.startsWith("larder-"));
    }

    @Test
    void evict_noRedisConfigured_tellsWhetherThereWasAnything() throws StoreException {
        assertThat(store.evict(Eviction.ofKey("k"), budget())).isEqualTo(0);
        put("k", V1, "v");
        assertThat(store.evict(Eviction.ofKey("k"), budget())).isEqualTo(1);
        assertThat(store.journalSize()).isZero();
    }

    @Test
    void switchOff_thenOn_startsWithNothing() throws StoreException {
        put("k", V1, "v");
        store.switchOff("an operator");
        assertThat(store.status().mode()).isEqualTo(Mode.OFF);
        assertThat(CacheStoreContract.peek(store, "k", V1, 0)).isNull();
        assertThat(store.claim(new EntryId("k", V1), budget())).isInstanceOf(Claim.Unstored.class);
        store.switchOn("an operator");
        assertThat(CacheStoreContract.peek(store, "k", V1, 0)).isNull();
        assertThat(put("k", V1, "v")).isTrue();
    }
}
