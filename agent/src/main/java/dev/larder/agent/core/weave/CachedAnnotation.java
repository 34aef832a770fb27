package dev.larder.agent.core.weave;

import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The values of one {@code @Cached}, as written, with its defaults filled in.
 *
 * @param ttl in {@code unit}
 * @param nullTtl in {@code unit}; negative for the same as {@code ttl}
 * @param unknown attributes this agent has never heard of, because the annotations are newer
 */
record CachedAnnotation(
        String key, long ttl, TimeUnit unit, long nullTtl, String when, String unless, List<String> unknown) {

    static final String DESCRIPTOR = "Ldev/larder/Cached;";

    CachedAnnotation {
        unknown = List.copyOf(unknown);
    }
}
