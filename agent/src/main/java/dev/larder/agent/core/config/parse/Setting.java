package dev.larder.agent.core.config.parse;

import dev.larder.agent.core.base.AgentLog;
import dev.larder.agent.core.config.AgentConfig;
import dev.larder.agent.core.config.HeapShare;
import dev.larder.agent.core.config.JmxConfig;
import dev.larder.agent.core.config.LoadConfig;
import dev.larder.agent.core.config.MemoryConfig;
import dev.larder.agent.core.config.RedisConfig;
import dev.larder.agent.core.config.RequirementConfig;
import dev.larder.agent.core.config.ValuesConfig;
import dev.larder.agent.core.config.WarmConfig;
import dev.larder.agent.core.config.WriteBehindConfig;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * One key that can be set, with its form and its default. The constants are all keys, except those of single methods
 * ({@link MethodKeys}).
 */
record Setting<T>(String key, ValueSyntax<T> form, T defaultValue) {

    static final String PREFIX = "larder.";
    static final String ENVIRONMENT_PREFIX = "LARDER_";

    static final Setting<Boolean> ENABLED =
            new Setting<>("larder.enabled", ValueSyntax.bool(), AgentConfig.DEFAULT_ENABLED);

    /** No colon, which ends it in a Redis key, and no special character of Redis patterns. */
    static final Setting<String> NAMESPACE = new Setting<>(
            "larder.namespace",
            ValueSyntax.text("1 to 64 letters, digits, underscores, dots or hyphens", "[A-Za-z0-9_.-]{1,64}"),
            AgentConfig.DEFAULT_NAMESPACE);

    static final Setting<String> REDIS_URL = new Setting<>("larder.redis.url", ValueSyntax.redisUrl(), "");

    static final Setting<Duration> REDIS_TIMEOUT = new Setting<>(
            "larder.redis.timeout",
            ValueSyntax.duration(Duration.ofMillis(1), Duration.ofSeconds(10)),
            RedisConfig.DEFAULT_TIMEOUT);

    static final Setting<Duration> REDIS_CONNECT_TIMEOUT = new Setting<>(
            "larder.redis.connect-timeout",
            ValueSyntax.duration(Duration.ofMillis(10), Duration.ofMinutes(1)),
            RedisConfig.DEFAULT_CONNECT_TIMEOUT);

    static final Setting<Duration> REDIS_EVICTION_TIMEOUT = new Setting<>(
            "larder.redis.eviction-timeout",
            ValueSyntax.duration(Duration.ofMillis(10), Duration.ofMinutes(1)),
            RedisConfig.DEFAULT_EVICTION_TIMEOUT);

    static final Setting<Boolean> REDIS_REQUIRED =
            new Setting<>("larder.redis.required", ValueSyntax.bool(), RequirementConfig.DEFAULT_REQUIRED);

    static final Setting<Duration> REDIS_STARTUP_TIMEOUT = new Setting<>(
            "larder.redis.startup-timeout",
            ValueSyntax.duration(Duration.ofMillis(100), Duration.ofHours(1)),
            RequirementConfig.DEFAULT_STARTUP_TIMEOUT);

    static final Setting<Long> REDIS_MAX_ATTEMPTS = new Setting<>(
            "larder.redis.max-attempts", ValueSyntax.wholeNumber(1, 1_000_000), RequirementConfig.DEFAULT_MAX_ATTEMPTS);

    static final Setting<Long> MEMORY_MAX_ENTRIES = new Setting<>(
            "larder.memory.max-entries", ValueSyntax.wholeNumber(1, 100_000_000), MemoryConfig.DEFAULT_MAX_ENTRIES);

    static final Setting<HeapShare> MEMORY_MAX_BYTES =
            new Setting<>("larder.memory.max-bytes", ValueSyntax.heapShare(64 << 10), MemoryConfig.DEFAULT_MAX_BYTES);

    static final Setting<Duration> MEMORY_FALLBACK_TTL = new Setting<>(
            "larder.memory.fallback-ttl",
            ValueSyntax.duration(Duration.ofMillis(10), Duration.ofDays(30)),
            MemoryConfig.DEFAULT_FALLBACK_TTL);

    static final Setting<Boolean> MEMORY_STANDBY =
            new Setting<>("larder.memory.standby", ValueSyntax.bool(), MemoryConfig.DEFAULT_STANDBY);

    static final Setting<Duration> LOAD_LEASE = new Setting<>(
            "larder.load.lease",
            ValueSyntax.duration(Duration.ofMillis(10), Duration.ofHours(1)),
            LoadConfig.DEFAULT_LEASE);

    static final Setting<Duration> HOLD_OFF = new Setting<>(
            "larder.hold-off", ValueSyntax.duration(Duration.ZERO, Duration.ofMinutes(1)), LoadConfig.DEFAULT_HOLD_OFF);

    static final Setting<Integer> VALUE_MAX_SIZE =
            new Setting<>("larder.value.max-size", ValueSyntax.size(64, 512 << 20), LoadConfig.DEFAULT_MAX_VALUE_BYTES);

    static final Setting<Boolean> VALUES_SUBCLASSES =
            new Setting<>("larder.values.subclasses", ValueSyntax.bool(), LoadConfig.DEFAULT_FINDS_SUBCLASSES);
    static final Setting<Integer> VALUES_COMPRESS_ABOVE = new Setting<>(
            "larder.values.compress-above", ValueSyntax.size(64, 512 << 20), ValuesConfig.DEFAULT_COMPRESS_ABOVE_BYTES);

    /** Not what may be the URL of Redis in the wrong place: its password must not be shown. */
    static final Setting<String> VALUES_KEYS = new Setting<>(
            "larder.values.keys",
            ValueSyntax.text("the path of a file, or empty", "(?s)(?!.*[A-Za-z]{2}:)(?!.*:.*@).*"),
            "");

    static final Setting<Long> BEHIND_MAX_ENTRIES = new Setting<>(
            "larder.write-behind.max-entries",
            ValueSyntax.wholeNumber(1, 10_000_000),
            WriteBehindConfig.DEFAULT_MAX_ENTRIES);

    static final Setting<HeapShare> BEHIND_MAX_BYTES = new Setting<>(
            "larder.write-behind.max-bytes", ValueSyntax.heapShare(64 << 10), WriteBehindConfig.DEFAULT_MAX_BYTES);

    static final Setting<Long> BEHIND_THREADS = new Setting<>(
            "larder.write-behind.threads", ValueSyntax.wholeNumber(1, 1_000), WriteBehindConfig.DEFAULT_THREADS);

    static final Setting<Duration> BEHIND_WAIT = new Setting<>(
            "larder.write-behind.wait",
            ValueSyntax.duration(Duration.ofMillis(1), Duration.ofMinutes(1)),
            WriteBehindConfig.DEFAULT_WAIT);

    static final Setting<Duration> BEHIND_GIVE_UP_AFTER = new Setting<>(
            "larder.write-behind.give-up-after",
            ValueSyntax.duration(Duration.ZERO, Duration.ofDays(1)),
            WriteBehindConfig.DEFAULT_GIVE_UP_AFTER);

    static final Setting<Duration> BEHIND_DRAIN = new Setting<>(
            "larder.write-behind.drain",
            ValueSyntax.duration(Duration.ZERO, Duration.ofMinutes(10)),
            WriteBehindConfig.DEFAULT_DRAIN);

    static final Setting<Duration> WARM_DELAY = new Setting<>(
            "larder.warm.delay", ValueSyntax.duration(Duration.ZERO, Duration.ofHours(1)), WarmConfig.DEFAULT_DELAY);

    static final Setting<Long> WARM_RATE =
            new Setting<>("larder.warm.rate", ValueSyntax.wholeNumber(1, 100_000), WarmConfig.DEFAULT_RATE);

    static final Setting<Long> WARM_KEYS = new Setting<>(
            "larder.warm.keys", ValueSyntax.wholeNumber(0, WarmConfig.MOST_KEYS), WarmConfig.DEFAULT_KEYS);

    static final Setting<AgentLog.Level> LOG_LEVEL =
            new Setting<>("larder.log.level", ValueSyntax.oneOf(AgentLog.Level.class), AgentConfig.DEFAULT_LOG_LEVEL);

    static final Setting<Boolean> JMX_CREATE_SERVER =
            new Setting<>("larder.jmx.create-server", ValueSyntax.bool(), JmxConfig.DEFAULT_CREATE_SERVER);

    static final Setting<String> CONFIG_FILE =
            new Setting<>("larder.config", ValueSyntax.text("the path of a file, or empty", "(?s).*"), "");

    static final List<Setting<?>> ALL = List.of(
            ENABLED,
            NAMESPACE,
            REDIS_URL,
            REDIS_TIMEOUT,
            REDIS_CONNECT_TIMEOUT,
            REDIS_EVICTION_TIMEOUT,
            REDIS_REQUIRED,
            REDIS_STARTUP_TIMEOUT,
            REDIS_MAX_ATTEMPTS,
            MEMORY_MAX_ENTRIES,
            MEMORY_MAX_BYTES,
            MEMORY_FALLBACK_TTL,
            MEMORY_STANDBY,
            LOAD_LEASE,
            HOLD_OFF,
            VALUE_MAX_SIZE,
            VALUES_SUBCLASSES,
            VALUES_COMPRESS_ABOVE,
            VALUES_KEYS,
            BEHIND_MAX_ENTRIES,
            BEHIND_MAX_BYTES,
            BEHIND_THREADS,
            BEHIND_WAIT,
            BEHIND_GIVE_UP_AFTER,
            BEHIND_DRAIN,
            WARM_DELAY,
            WARM_RATE,
            WARM_KEYS,
            LOG_LEVEL,
            JMX_CREATE_SERVER,
            CONFIG_FILE);

    static List<String> keys() {
        return ALL.stream().map(Setting::key).toList();
    }

    static String environmentName(String key) {
        return key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    }

    String shownDefault() {
        return form.show(defaultValue);
    }
}
