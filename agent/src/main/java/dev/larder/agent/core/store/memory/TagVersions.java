package dev.larder.agent.core.store.memory;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The tag versions of one entry or lease. When one of them has ended, the entry or lease has ended as well.
 *
 * <p><b>Threads.</b> Thread-safe.
 */
final class TagVersions {

    static final TagVersions NOTHING = new TagVersions(new Tag[0]);

    private final Tag[] tags;

    /**
     * Holds all of {@code tags}.
     *
     * @param tags not copied, so it must not be changed
     */
    TagVersions(Tag[] tags) {
        this.tags = tags;
    }

    /** @param nowNanos by our clock, also for {@link #satisfy} */
    boolean areInForce(long nowNanos) {
        for (Tag tag : tags) {
            if (!tag.isInForce(nowNanos)) {
                return false;
            }
        }
        return true;
    }

    /** Whether these include all tags that a reader names. */
    boolean satisfy(List<String> names, long nowNanos) {
        for (int i = 0; i < names.size(); i++) { // without an iterator: a hit allocates no object
            if (!isAmongThem(names.get(i))) {
                return false;
            }
        }
        return areInForce(nowNanos);
    }

    /** These and {@code also}, unless that is null or the last of them. */
    TagVersions and(@Nullable Tag also) {
        if (also == null || (tags.length > 0 && tags[tags.length - 1] == also)) {
            return this;
        }
        Tag[] more = Arrays.copyOf(tags, tags.length + 1);
        more[tags.length] = also;
        return new TagVersions(more);
    }

    boolean areAtLeast(int count) {
        return tags.length >= count;
    }

    /** The names of those from that place on. */
    List<String> names(int from) {
        return Arrays.stream(tags, from, tags.length).map(Tag::name).toList();
    }

    private boolean isAmongThem(String name) {
        for (Tag tag : tags) {
            if (tag.name().equals(name)) {
                return true;
            }
        }
        return false;
    }
}
