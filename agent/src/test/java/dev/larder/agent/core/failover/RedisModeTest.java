package dev.larder.agent.core.failover;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.agent.core.base.Ticker;
import dev.larder.agent.core.failover.phase.Mode;
import dev.larder.agent.core.store.CacheStoreContract;
import dev.larder.agent.core.store.EntryId;
import dev.larder.agent.core.store.Eviction;
import dev.larder.agent.core.store.Lookup;
import dev.larder.agent.core.store.MarkContract;
import dev.larder.agent.core.store.StoreException;
import dev.larder.agent.core.wait.Budget;
import dev.larder.agent.fixtures.FaultProxy;
import dev.larder.agent.fixtures.RedisServer;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** {@link FailoverStore} over a real Redis that is killed, frozen, cut off and started again. */
final class RedisModeTest extends StoreOverRealRedis implements CacheStoreContract, MarkContract {

    @Test
    void redisKilled_startedAgain_nothingOfBeforeOrMeanwhileIsFound() throws StoreException {
        put("k", V1, "v");
        server.kill();
        awaitMode(Mode.MEMORY);
        assertThat(lookup("k", V1)).isEqualTo(Lookup.ABSENT);
        assertThat(put("k", V1, "meanwhile")).isTrue();
        assertThat(CacheStoreContract.peek(store, "k", V1, 0)).isNotNull();
        server.restart();
        awaitMode(Mode.REDIS);
        assertThat(CacheStoreContract.peek(store, "k", V1, 0)).isNull();
        assertThat(lookup("k", V1)).isEqualTo(Lookup.ABSENT);
        assertThat(modes.soFar()).containsExactly(Mode.REDIS, Mode.MEMORY, Mode.RECOVERING, Mode.REDIS);
    }

    @Test
    void redisStopped_againAndAgain_isFollowedEachTime() throws StoreException {
        for (int i = 0; i < 3; i++) {
            server.stop();
            awaitMode(Mode.MEMORY);
            server.restart();
            awaitMode(Mode.REDIS);
            assertThat(put("k" + i, V1, "v")).isTrue();
        }
    }

    @Test
    void connectionDead_whileTheServerLives_isReplacedByANewOne() {
        try (FaultProxy proxy = FaultProxy.to(server.port())) {
            FailoverStore far = storeOver(proxy.url());
            try {
                far.start();
                awaitMode(far, Mode.REDIS);
                int before = proxy.connections();
                proxy.swallow(FaultProxy.Direction.TO_CLIENT);
                awaitMode(far, Mode.MEMORY);
                proxy.heal();
                awaitMode(far, Mode.REDIS);
                assertThat(proxy.connections()).isGreaterThan(before);
            } finally {
                far.close();
            }
        }
    }

    @Test
    void redisBecomesAReplica_isNotTrustedUntilItIsAPrimaryAgain() throws StoreException {
        server.command("REPLICAOF", "127.0.0.1", "1");
        try {
            store.evict(Eviction.ofKey("k"), budget());
            assertThat(store.status().mode()).isEqualTo(Mode.MEMORY);
            pass(Duration.ofMillis(500));
            assertThat(store.status().mode()).isEqualTo(Mode.MEMORY);
        } finally {
            server.command("REPLICAOF", "NO", "ONE");
        }
        awaitMode(Mode.REDIS);
    }

    @Test
    void start_nobodyThere_isMemoryAndSaysWhy() throws StoreException {
        RedisServer nobody = RedisServer.stopped();
        FailoverStore lonely = storeOver(nobody.url());
        try {
            lonely.start();
            awaitMode(lonely, Mode.MEMORY);
            assertThat(lonely.status().reason()).contains("cannot be reached", "Connection refused");
            assertThat(lonely.lookup(new EntryId("k", V1), millis(100))).isEqualTo(Lookup.ABSENT);
        } finally {
            lonely.close();
        }
    }

    @Test
    void lookup_beforeTheFirstConnection_waitsForItWithinItsBudget() throws StoreException {
        put("k", V1, "v");
        FailoverStore fresh = storeOver(server.url());
        try {
            fresh.start();
            assertThat(CacheStoreContract.peek(fresh, "k", V1, 0)).isNull();
            Lookup found = fresh.lookup(new EntryId("k", V1), new Budget(Ticker.system(), Duration.ofSeconds(5)));
            assertThat(found).isInstanceOf(Lookup.Fresh.class);
        } finally {
            fresh.close();
        }
    }
}
