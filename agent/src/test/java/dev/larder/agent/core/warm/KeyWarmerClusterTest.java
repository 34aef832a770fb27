package dev.larder.agent.core.warm;

import dev.larder.agent.fixtures.RedisCluster;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;

/** On three masters. */
final class KeyWarmerClusterTest extends KeyWarmerContract {

    @AutoClose
    private static RedisCluster cluster;

    @BeforeAll
    static void startCluster() {
        cluster = RedisCluster.start();
    }

    @Override
    String url() {
        return cluster.url();
    }

    @Override
    Object command(String key, String... words) {
        return cluster.ownerOf(key).command(words);
    }

    @Override
    void flush() {
        cluster.flush();
    }
}
