package dev.larder.agent.core.store;

/**
 * Names one version of one entry.
 *
 * @param key the rendered key, without the namespace; at most 200 bytes in UTF-8
 * @param fingerprint a short hash of the shape of the declared type; two versions of a class have two fingerprints
 *     and live side by side under one key, so that an eviction removes both
 */
public record EntryId(String key, String fingerprint) {}
