package dev.larder.agent.core.effect;

import dev.larder.agent.core.base.Ticker;
import dev.larder.agent.core.config.AgentConfig;
import dev.larder.agent.core.config.RedisConfig;
import dev.larder.agent.core.store.redis.RedisConnector;
import dev.larder.agent.fixtures.RedisServer;

/** Connects to a test's Redis with everything else as it is by default. */
final class Connectors {

    private Connectors() {}

    static RedisConnector to(RedisServer server) {
        AgentConfig defaults = AgentConfig.defaults();
        RedisConfig redis =
                new RedisConfig(server.url(), RedisConfig.DEFAULT_TIMEOUT, RedisConfig.DEFAULT_CONNECT_TIMEOUT);
        AgentConfig config = new AgentConfig(
                true,
                defaults.namespace(),
                redis,
                defaults.memory(),
                defaults.load(),
                defaults.jmx(),
                defaults.logLevel(),
                defaults.methods());
        return RedisConnector.create(config, Ticker.system(), nanos -> {});
    }
}
