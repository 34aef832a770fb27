package dev.larder.agent.core.store.memory;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The current versions of tags, by name.
 *
 * <p><b>Shape.</b> Values are held weakly: a version that no entry and no lease carries any more need not be ended,
 * and its name may get a new one. So this map never has more tags than are in use.
 *
 * <p><b>Threads.</b> Thread-safe. Two evictions of one tag at once: both return after its version has ended, since
 * ending and removing it is one step.
 */
final class TagsInForce {

    private final Cache<String, Tag> inForce =
            Caffeine.newBuilder().weakValues().executor(Runnable::run).build();

    /**
     * The current versions of the tags of these names, for a caller that is about to read the data.
     *
     * @param also one more, of no name; null for none
     */
    TagVersions inForce(List<String> names, @Nullable Tag also) {
        if (names.isEmpty() && also == null) {
            return TagVersions.NOTHING;
        }
        int count = names.size();
        Tag[] tags = new Tag[also == null ? count : count + 1];
        for (int i = 0; i < count; i++) {
            tags[i] = of(names.get(i));
        }
        if (also != null) {
            tags[count] = also;
        }
        return new TagVersions(tags);
    }

    /** The current version of one. */
    Tag of(String name) {
        return inForce.get(name, Tag::new);
    }

    /** The names of those that may be carried. */
    Set<String> names() {
        return inForce.asMap().keySet();
    }

    void end(String name) {
        inForce.asMap().computeIfPresent(name, (key, tag) -> {
            tag.end();
            return null;
        });
    }
}
