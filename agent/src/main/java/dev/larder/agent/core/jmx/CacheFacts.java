package dev.larder.agent.core.jmx;

/**
 * What does not change while the process runs.
 *
 * @param redisUrl without secrets; empty if there is none
 * @param configuration what is in force and from which source, without secrets
 */
public record CacheFacts(String version, String namespace, String redisUrl, String configuration) {}
