package dev.larder.agent.core.link.batch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.agent.core.base.Ticker;
import dev.larder.agent.core.config.LoadConfig;
import dev.larder.agent.core.config.MemoryConfig;
import dev.larder.agent.core.store.CacheStore;
import dev.larder.agent.core.store.memory.MemoryStore;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class BatchInMemoryTest extends BatchContract {

    @Override
    CacheStore store() {
        return MemoryStore.create(MemoryConfig.defaults(), LoadConfig.defaults(), Ticker.system());
    }

    /** In Redis there would have to be keys to encrypt with. */
    @Test
    void sensitive_entriesAreThoseOfTheSingleMethod() throws Throwable {
        call("secret", 1L);
        call("secrets", ids(1, 2));
        call("secret", 2L);
        call("putSecrets", ids(3), Map.of(3L, "put"));
        assertThat(call("secret", 3L)).isEqualTo("put");
        call("evictSecrets", ids(1, 2));
        call("secrets", ids(1, 2, 3));
        assertThat(runs()).containsExactly("secret 1", "secrets [2]", "secrets [1, 2]");
    }
}
