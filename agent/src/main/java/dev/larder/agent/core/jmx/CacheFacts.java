package dev.larder.agent.core.jmx;

/**
 * The constant attributes of the cache.
 *
 * @param redisUrl without secrets; empty if there is none
 * @param configuration the effective values and their sources, without secrets
 */
public record CacheFacts(String version, String namespace, String redisUrl, String configuration) {}
