package dev.larder.agent.core.config;

import java.time.Duration;

/**
 * How Redis is reached.
 *
 * @param url a Redis URI with its secrets, never to be logged; empty for memory only
 * @param timeout what one call may spend on waiting for Redis, all its commands together
 * @param connectTimeout how long a connection may take to be made, in the background
 */
public record RedisConfig(String url, Duration timeout, Duration connectTimeout) {

    public static final Duration DEFAULT_TIMEOUT = Duration.ofMillis(100);
    public static final Duration DEFAULT_CONNECT_TIMEOUT = Duration.ofSeconds(1);

    public static RedisConfig disabled() {
        return new RedisConfig("", DEFAULT_TIMEOUT, DEFAULT_CONNECT_TIMEOUT);
    }

    public boolean isConfigured() {
        return !url.isEmpty();
    }

    /** Without the URL, which may hold a password. */
    @Override
    public String toString() {
        return "RedisConfig[configured=" + isConfigured() + ", timeout=" + timeout + "]";
    }
}
