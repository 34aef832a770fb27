package dev.larder.agent.core.store;

import java.util.List;

/**
 * Names one version of one entry, and what whoever asks expects of it.
 *
 * @param key the rendered key, without the namespace; at most 200 bytes in UTF-8
 * @param fingerprint a short hash of the shape of the declared type; two versions of a class have two fingerprints
 *     and live side by side under one key, so that an eviction removes both
 * @param tags rendered; a writer's go into the entry. An entry with fewer tags than its reader names is none for that
 *     reader, so that a writer who forgot them does not hide the entry from evictions of them
 */
public record EntryId(String key, String fingerprint, List<String> tags) {

    public EntryId {
        tags = List.copyOf(tags);
    }

    public EntryId(String key, String fingerprint) {
        this(key, fingerprint, List.of());
    }

    /** Of the key alone, whose hash is known already: one key rarely has two versions or two sets of tags. */
    @Override
    public int hashCode() {
        return key.hashCode();
    }
}
