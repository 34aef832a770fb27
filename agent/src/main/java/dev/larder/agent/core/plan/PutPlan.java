package dev.larder.agent.core.plan;

import java.util.List;

/**
 * One {@code @CachePut}.
 *
 * @param value a template that is one placeholder: see {@link PutValue}
 */
public record PutPlan(String key, String value, Lifetime lifetime, List<String> tags) {

    /** The {@code value} of one that stores what the method returns. */
    public static final String RESULT = "{result}";

    public static final String DESCRIPTOR = "Ldev/larder/CachePut;";
    public static final String LIST_DESCRIPTOR = "Ldev/larder/CachePut$List;";

    public PutPlan {
        tags = List.copyOf(tags);
    }

    public static PutPlan of(AnnotationValues values) {
        return new PutPlan(
                values.text("key", ""), values.text("value", RESULT), Lifetime.of(values), values.texts("tags"));
    }

    void write(PlanText.Writer out) {
        lifetime.write(out.add(key).add(value));
        out.add(tags);
    }

    static PutPlan read(PlanText.Reader in) {
        return new PutPlan(in.text(), in.text(), Lifetime.read(in), in.texts());
    }
}
