package dev.larder.agent.core.store.redis;

import dev.larder.agent.fixtures.RedisCluster;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** On three masters, between which there is no order. */
final class BetweenStepsClusterTest extends BetweenStepsContract {

    private static RedisCluster cluster;

    @BeforeAll
    static void startCluster() {
        cluster = RedisCluster.start();
    }

    @AfterAll
    static void stopCluster() {
        cluster.close();
    }

    @Override
    String url() {
        return cluster.url();
    }

    @Override
    void command(String... words) {
        cluster.command(words);
    }

    /** There are several steps anyway. */
    @Override
    void fill(int count) {
        cluster.flush();
    }
}
