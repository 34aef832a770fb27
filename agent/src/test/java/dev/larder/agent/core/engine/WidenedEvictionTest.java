package dev.larder.agent.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.agent.core.base.Ticker;
import dev.larder.agent.core.config.LoadConfig;
import dev.larder.agent.core.config.MemoryConfig;
import dev.larder.agent.core.secret.HiddenNames;
import dev.larder.agent.core.store.CacheStore;
import dev.larder.agent.core.store.Claim;
import dev.larder.agent.core.store.EntryId;
import dev.larder.agent.core.store.Eviction;
import dev.larder.agent.core.store.Lookup;
import dev.larder.agent.core.store.StoreException;
import dev.larder.agent.core.store.StoredEntry;
import dev.larder.agent.core.store.memory.MemoryStore;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Evictions that also cover hidden names, and entries that never leave the process. */
final class WidenedEvictionTest {

    private static final Duration CALL = Duration.ofMillis(50);

    private final HiddenNames names = HiddenNames.ofThisProcess();
    private final CacheEngine engine = new CacheEngine(Ticker.system(), CALL, LoadConfig.defaults(), true);
    private final EntryId secret = new EntryId(names.key("k"), "f1", List.of(Eviction.SENSITIVE_TAG, names.tag("t")));

    @Test
    void eviction_reachesHiddenNames_byKeyTagAndPattern() throws StoreException {
        MemoryStore store = store();
        engine.open(store);
        engine.widenEvictions(names::widen);
        for (Eviction eviction :
                List.of(Eviction.ofKey("k"), Eviction.ofTag("t"), Eviction.ofPattern("x*"), Eviction.ofPattern("*"))) {
            put(store);
            assertThat(isThere(store)).isTrue();
            engine.evict(eviction);
            assertThat(isThere(store)).as(eviction.toString()).isFalse();
        }
        put(store);
        engine.evict(Eviction.ofKey("other"));
        assertThat(isThere(store)).isTrue();
    }

    /** It came before the file of keys was read: the names are known when there is a store. */
    @Test
    void evictionBeforeTheStore_reachesHiddenNames() throws StoreException {
        MemoryStore store = store();
        put(store);
        engine.evict(Eviction.ofKey("k"));
        engine.widenEvictions(names::widen);

        engine.open(store);

        assertThat(isThere(store)).isFalse();
    }

    @Test
    void eviction_reachesEntriesThatNeverLeaveTheProcess() throws StoreException {
        MemoryStore own = store();
        engine.widenEvictions(names::widen);
        CacheEngine confined = engine.privateEngines().confinedTo(() -> own);
        engine.open(store());
        put(own);

        engine.evict(Eviction.ofKey("k"));

        assertThat(isThere(own)).isFalse();
        assertThat(confined.store()).isSameAs(own);
        assertThat(engine.privateEngines().confinedTo(this::store)).isSameAs(confined);
    }

    @Test
    void masterSwitch_holdsForEntriesThatNeverLeaveTheProcess() {
        CacheEngine confined = engine.privateEngines().confinedTo(this::store);
        engine.setEnabled(false);
        assertThat(confined.isEnabled()).isFalse();
        engine.setEnabled(true);
        assertThat(confined.isEnabled()).isTrue();
        assertThat(confined.unfinishedWrites()).isSameAs(engine.unfinishedWrites());
    }

    private MemoryStore store() {
        return MemoryStore.create(MemoryConfig.defaults(), LoadConfig.defaults(), Ticker.system());
    }

    private void put(CacheStore store) throws StoreException {
        Claim claim = store.claim(secret, engine.newBudget());
        ((Claim.Granted) claim).lease().store(StoredEntry.Local.of("v", null), 60_000, engine.newBudget());
    }

    private boolean isThere(CacheStore store) throws StoreException {
        return store.lookup(secret, engine.newBudget()) instanceof Lookup.Fresh;
    }
}
