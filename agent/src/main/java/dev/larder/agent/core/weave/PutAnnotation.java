package dev.larder.agent.core.weave;

import java.util.List;

/**
 * The values of one {@code @CachePut}, as written, with its defaults filled in.
 *
 * @param value a template that is one placeholder
 * @param unknown attributes this agent does not know
 */
record PutAnnotation(String key, String value, Lifetime lifetime, List<String> tags, List<String> unknown) {

    static final String DESCRIPTOR = "Ldev/larder/CachePut;";
    static final String LIST_DESCRIPTOR = "Ldev/larder/CachePut$List;";

    static PutAnnotation of(AnnotationValues values) {
        return new PutAnnotation(
                values.text("key", ""),
                values.text("value", "{result}"),
                Lifetime.of(values),
                values.texts("tags"),
                values.unknown());
    }
}
