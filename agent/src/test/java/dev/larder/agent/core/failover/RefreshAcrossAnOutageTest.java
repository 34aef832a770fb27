package dev.larder.agent.core.failover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.larder.agent.core.failover.phase.Mode;
import dev.larder.agent.core.store.CacheStoreContract;
import dev.larder.agent.core.store.Lookup;
import dev.larder.agent.core.store.StoreException;
import dev.larder.agent.core.store.Turn;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Refreshes that begin before Redis is lost and end after that. */
@Timeout(120)
final class RefreshAcrossAnOutageTest extends StoreOverRealRedis {

    @Test
    void replace_redisIsGone_storesNothingInMemory() throws Exception {
        put(K, "old");
        long version = fresh(K).version();
        Turn turn = store.takeTurn(K, budget());
        server.kill();
        awaitMode(Mode.MEMORY);
        assertThatThrownBy(() -> replace(turn, version)).isInstanceOf(StoreException.class);
        assertThat(lookup(K)).isEqualTo(Lookup.ABSENT);
        assertThat(store.takeTurn(K, budget())).as("of the memory").isNotNull();
        server.restart();
        awaitMode(Mode.REDIS);
    }

    private boolean replace(Turn turn, long version) throws StoreException {
        return turn.replace(version, CacheStoreContract.entry("older"), LONG.toMillis(), 0, budget());
    }
}
