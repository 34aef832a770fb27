package dev.larder.agent.core.config;

import java.time.Duration;

/**
 * The settings for Redis.
 *
 * @param url a Redis URI with its secrets, never to be logged; empty for memory only
 * @param timeout how long one call may wait for Redis, all its commands together
 * @param connectTimeout the limit for making a connection, in the background
 * @param evictionTimeout how long Redis may be silent before an eviction stops waiting
 * @param requirement whether the process may run without
 */
public record RedisConfig(
        String url,
        Duration timeout,
        Duration connectTimeout,
        Duration evictionTimeout,
        RequirementConfig requirement) {

    public static final Duration DEFAULT_TIMEOUT = Duration.ofMillis(100);
    public static final Duration DEFAULT_CONNECT_TIMEOUT = Duration.ofSeconds(2);
    public static final Duration DEFAULT_EVICTION_TIMEOUT = Duration.ofSeconds(1);

    /** Of a Redis that may be away. */
    public RedisConfig(String url, Duration timeout, Duration connectTimeout, Duration evictionTimeout) {
        this(url, timeout, connectTimeout, evictionTimeout, RequirementConfig.defaults());
    }

    public static RedisConfig disabled() {
        return at("");
    }

    /** With {@code url} and default limits. */
    public static RedisConfig at(String url) {
        return new RedisConfig(url, DEFAULT_TIMEOUT, DEFAULT_CONNECT_TIMEOUT, DEFAULT_EVICTION_TIMEOUT);
    }

    public boolean isConfigured() {
        return !url.isEmpty();
    }

    /** Without the URL, which may contain a password. */
    @Override
    public String toString() {
        return "RedisConfig[configured=" + isConfigured() + ", timeout=" + timeout + "]";
    }
}
