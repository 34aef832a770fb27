package dev.larder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.agent.core.base.Ticker;
import dev.larder.agent.core.config.LoadConfig;
import dev.larder.agent.core.config.MemoryConfig;
import dev.larder.agent.core.store.CacheStore;
import dev.larder.agent.core.store.memory.MemoryStore;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class LarderCacheOverMemoryTest extends LarderCacheContract {

    @Override
    CacheStore store() {
        return MemoryStore.create(MemoryConfig.defaults(), LoadConfig.defaults(), Ticker.system());
    }

    @Test
    void beforeThereIsAStore_evictionsAreKeptForIt() {
        CacheStore store = store();
        ApiOver other = new ApiOver(store);
        other.cache(User.class).putAll(Map.of("u:1", ADA, "u:2", ADA, "u:3", ADA));
        ApiOver early = new ApiOver(Duration.ofMillis(10));
        LarderCache<User> users = early.cache(User.class);

        assertThat(users.get("u:1")).isNull();
        users.evict("u:1");
        users.put("u:2", MARY);
        assertThat(users.getOrLoad("u:3", () -> MARY)).isEqualTo(MARY);
        early.engine.open(store);

        assertThat(users.exists("u:1")).isFalse();
        assertThat(users.exists("u:2")).isFalse();
        assertThat(users.get("u:3")).isEqualTo(ADA);
    }
}
