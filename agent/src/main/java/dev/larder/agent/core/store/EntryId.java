package dev.larder.agent.core.store;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Names one version of one entry, and what its reader expects of it.
 *
 * @param key the rendered key, without the namespace; at most 200 bytes in UTF-8
 * @param fingerprint a short hash of the shape of the declared type; two versions of a class have two fingerprints
 *     and live side by side under one key, so that an eviction removes both
 * @param tags rendered; a writer's go into the entry. An entry with fewer tags than its reader names is a miss for
 *     that reader, so that a writer that omitted tags does not hide the entry from their evictions
 * @param owner its owner, in stores of this process; null for none
 */
public record EntryId(
        String key,
        String fingerprint,
        List<String> tags,
        @Nullable EntryOwner owner) {

    public EntryId {
        tags = List.copyOf(tags);
    }

    public EntryId(String key, String fingerprint, List<String> tags) {
        this(key, fingerprint, tags, null);
    }

    public EntryId(String key, String fingerprint) {
        this(key, fingerprint, List.of());
    }

    /** For callers that must not keep the owner alive. */
    public EntryId withoutOwner() {
        return owner == null ? this : new EntryId(key, fingerprint, tags);
    }

    /** Of the key alone, whose hash is known already: one key rarely has two versions or two sets of tags. */
    @Override
    public int hashCode() {
        return key.hashCode();
    }
}
