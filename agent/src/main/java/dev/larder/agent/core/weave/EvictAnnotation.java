package dev.larder.agent.core.weave;

import java.util.List;

/**
 * The values of one {@code @CacheEvict}, as written, with its defaults filled in.
 *
 * @param phase a constant's name
 * @param unknown attributes this agent does not know
 */
record EvictAnnotation(
        List<String> keys, List<String> tags, List<String> patterns, String phase, List<String> unknown) {

    static final String DESCRIPTOR = "Ldev/larder/CacheEvict;";
    static final String LIST_DESCRIPTOR = "Ldev/larder/CacheEvict$List;";

    static EvictAnnotation of(AnnotationValues values) {
        return new EvictAnnotation(
                values.texts("key"),
                values.texts("tag"),
                values.texts("pattern"),
                values.constant("phase", EvictPlan.AFTER_SUCCESS),
                values.unknown());
    }
}
