package dev.larder.agent.core.weave;

import java.util.List;

/**
 * The values of one {@code @Cached}, as written, with its defaults filled in.
 *
 * @param unknown attributes this agent does not know
 */
record CachedAnnotation(
        String key, Lifetime lifetime, String when, String unless, List<String> tags, List<String> unknown) {

    static final String DESCRIPTOR = "Ldev/larder/Cached;";

    static CachedAnnotation of(AnnotationValues values) {
        return new CachedAnnotation(
                values.text("key", ""),
                Lifetime.of(values),
                values.text("when", ""),
                values.text("unless", ""),
                values.texts("tags"),
                values.unknown());
    }
}
