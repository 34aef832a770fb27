package dev.larder.agent.core.effect;

import dev.larder.agent.core.base.Ticker;
import dev.larder.agent.core.config.AgentConfig;
import dev.larder.agent.core.config.RedisConfig;
import dev.larder.agent.core.store.redis.RedisConnector;

/** Connects to a Redis with everything else as it is by default. */
final class Connectors {

    private Connectors() {}

    static RedisConnector to(String url) {
        AgentConfig defaults = AgentConfig.defaults();
        RedisConfig redis = RedisConfig.at(url);
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
