package dev.larder.agent.core.store.redis;

import dev.larder.agent.fixtures.RedisCluster;
import dev.larder.agent.fixtures.RedisServer;

/** One Redis, or a cluster, for tests that look at its keys. */
interface RedisOrCluster {

    String url();

    /** Empties it, and writes keys that no eviction is about: so many that a scan of one server takes several steps. */
    void fill(int count);

    /** Sends a command about one key to the server that has it. */
    void command(String... words);

    static RedisOrCluster of(RedisServer server) {
        return new RedisOrCluster() {
            @Override
            public String url() {
                return server.url();
            }

            @Override
            public void fill(int count) {
                server.flush();
                for (int i = 0; i < count; i++) {
                    server.command("SET", "others:" + i, "x");
                }
            }

            @Override
            public void command(String... words) {
                server.command(words);
            }
        };
    }

    static RedisOrCluster of(RedisCluster cluster) {
        return new RedisOrCluster() {
            @Override
            public String url() {
                return cluster.url();
            }

            /** There are several steps anyway. */
            @Override
            public void fill(int count) {
                cluster.flush();
            }

            @Override
            public void command(String... words) {
                cluster.command(words);
            }
        };
    }
}
