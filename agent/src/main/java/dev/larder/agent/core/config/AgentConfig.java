package dev.larder.agent.core.config;

import dev.larder.agent.core.base.AgentLog;
import java.util.Map;

/**
 * The effective configuration.
 *
 * @param enabled whether calls use the cache; can be changed at run time over JMX
 * @param namespace the prefix of every key in Redis; services that share results share it
 * @param methods overrides by {@code <class>.<method>}
 */
public record AgentConfig(
        boolean enabled,
        String namespace,
        RedisConfig redis,
        MemoryConfig memory,
        LoadConfig load,
        ValuesConfig values,
        JmxConfig jmx,
        AgentLog.Level logLevel,
        Map<String, MethodConfig> methods,
        WriteBehindConfig writeBehind,
        WarmConfig warm) {

    public static final boolean DEFAULT_ENABLED = true;
    public static final String DEFAULT_NAMESPACE = "larder";
    public static final AgentLog.Level DEFAULT_LOG_LEVEL = AgentLog.Level.INFO;

    public AgentConfig {
        methods = Map.copyOf(methods);
    }

    /** With the defaults of writes whose callers do not wait for them, and of calls ahead. */
    public AgentConfig(
            boolean enabled,
            String namespace,
            RedisConfig redis,
            MemoryConfig memory,
            LoadConfig load,
            ValuesConfig values,
            JmxConfig jmx,
            AgentLog.Level logLevel,
            Map<String, MethodConfig> methods) {
        this(
                enabled,
                namespace,
                redis,
                memory,
                load,
                values,
                jmx,
                logLevel,
                methods,
                WriteBehindConfig.defaults(),
                WarmConfig.defaults());
    }

    /** With values in their default form. */
    public AgentConfig(
            boolean enabled,
            String namespace,
            RedisConfig redis,
            MemoryConfig memory,
            LoadConfig load,
            JmxConfig jmx,
            AgentLog.Level logLevel,
            Map<String, MethodConfig> methods) {
        this(enabled, namespace, redis, memory, load, ValuesConfig.defaults(), jmx, logLevel, methods);
    }

    public AgentConfig withNamespace(String other) {
        return new AgentConfig(enabled, other, redis, memory, load, values, jmx, logLevel, methods, writeBehind, warm);
    }

    public static AgentConfig defaults() {
        return new AgentConfig(
                DEFAULT_ENABLED,
                DEFAULT_NAMESPACE,
                RedisConfig.disabled(),
                MemoryConfig.defaults(),
                LoadConfig.defaults(),
                ValuesConfig.defaults(),
                JmxConfig.defaults(),
                DEFAULT_LOG_LEVEL,
                Map.of());
    }
}
