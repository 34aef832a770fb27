package dev.larder.agent.core.plan;

import java.util.List;

/**
 * One {@code @CachePut}.
 *
 * @param value a template that is one placeholder: see {@link PutValue}
 * @param types the names of classes that the value may consist of besides the declared ones
 */
public record PutPlan(String key, String value, Lifetime lifetime, List<String> tags, List<String> types) {

    /** The {@code value} of one that stores what the method returns. */
    public static final String RESULT = "{result}";

    public static final String DESCRIPTOR = "Ldev/larder/CachePut;";
    public static final String LIST_DESCRIPTOR = "Ldev/larder/CachePut$List;";

    public PutPlan {
        tags = List.copyOf(tags);
        types = List.copyOf(types);
    }

    /** One that names no types. */
    public PutPlan(String key, String value, Lifetime lifetime, List<String> tags) {
        this(key, value, lifetime, tags, List.of());
    }

    public static PutPlan of(AnnotationValues values) {
        return new PutPlan(
                values.text("key", ""),
                values.text("value", RESULT),
                Lifetime.of(values),
                values.texts("tags"),
                values.classes("types"));
    }

    void write(PlanText.Writer out) {
        lifetime.write(out.add(key).add(value));
        out.add(tags).add(types);
    }

    static PutPlan read(PlanText.Reader in) {
        return new PutPlan(in.text(), in.text(), Lifetime.read(in), in.texts(), in.texts());
    }
}
