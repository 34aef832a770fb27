package dev.larder.agent.core.store;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Identifies one version of one entry, for one reader or writer.
 *
 * @param key the rendered key, without the namespace; at most 200 bytes in UTF-8
 * @param fingerprint a short hash of the shape of the declared type; two versions of a class have two fingerprints
 *     and live side by side under one key, so that an eviction removes both
 * @param tags rendered; a writer's tags are stored with the entry. An entry that lacks a tag of its reader is a miss
 *     for that reader, since evictions of that tag do not reach it
 * @param owner its owner, in stores of this process; null for none
 * @param near whether its reader keeps copies of what it finds in a store that others share
 */
public record EntryId(
        String key,
        String fingerprint,
        List<String> tags,
        @Nullable EntryOwner owner,
        boolean near) {

    public EntryId {
        tags = List.copyOf(tags);
    }

    public EntryId(String key, String fingerprint, List<String> tags, @Nullable EntryOwner owner) {
        this(key, fingerprint, tags, owner, false);
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

    /** Uses the key's hash only, which is cached: one key rarely has two versions or two sets of tags. */
    @Override
    public int hashCode() {
        return key.hashCode();
    }
}
