package dev.larder.agent.core.store.redis;

import dev.larder.agent.core.base.Ticker;
import dev.larder.agent.core.config.AgentConfig;
import dev.larder.agent.core.config.LoadConfig;
import dev.larder.agent.core.config.MemoryConfig;
import dev.larder.agent.core.config.RedisConfig;
import java.time.Duration;
import java.util.Map;
import java.util.function.LongConsumer;

/** Makes connectors to test servers; what is not said is as users get it. */
final class Connectors {

    private final String url;
    private String namespace = "shop";
    private Duration lease = LoadConfig.DEFAULT_LEASE;
    private Duration holdOff = LoadConfig.DEFAULT_HOLD_OFF;
    private Ticker ticker = Ticker.system();
    private LongConsumer gets = nanos -> {};

    private MemoryConfig memory = MemoryConfig.defaults();

    private Connectors(String url) {
        this.url = url;
    }

    static Connectors to(String url) {
        return new Connectors(url);
    }

    Connectors namespace(String name) {
        namespace = name;
        return this;
    }

    Connectors lease(Duration duration) {
        lease = duration;
        return this;
    }

    Connectors holdOff(Duration duration) {
        holdOff = duration;
        return this;
    }

    Connectors ticker(Ticker clock) {
        ticker = clock;
        return this;
    }

    Connectors memory(MemoryConfig config) {
        memory = config;
        return this;
    }

    Connectors gets(LongConsumer latencies) {
        gets = latencies;
        return this;
    }

    RedisConnector make() {
        AgentConfig defaults = AgentConfig.defaults();
        AgentConfig config = new AgentConfig(
                true,
                namespace,
                RedisConfig.at(url),
                memory,
                new LoadConfig(lease, LoadConfig.DEFAULT_MAX_VALUE_BYTES, holdOff),
                defaults.jmx(),
                defaults.logLevel(),
                Map.of());
        return RedisConnector.create(config, ticker, gets);
    }
}
