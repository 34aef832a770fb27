package dev.larder.agent.core.store.redis;

import dev.larder.agent.fixtures.RedisCluster;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;

/** On three masters, between which there is no order. */
final class NoticesClusterTest extends NoticesContract {

    @AutoClose
    private static RedisCluster cluster;

    @BeforeAll
    static void startCluster() {
        cluster = RedisCluster.start();
    }

    @Override
    RedisOrCluster redis() {
        return RedisOrCluster.of(cluster);
    }
}
