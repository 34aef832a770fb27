package dev.larder.agent.core.plan;

import java.util.List;

/**
 * One {@code @CachePut}.
 *
 * @param value a template that is one placeholder: see {@link PutValue}
 * @param sensitive whether its keys and values are secret
 * @param types the names of classes that the value may consist of besides the declared ones
 * @param behind whether the method's body runs later than its call
 */
public record PutPlan(
        String key,
        String value,
        Lifetime lifetime,
        List<String> tags,
        boolean sensitive,
        List<String> types,
        boolean behind) {

    /** The {@code value} of one that stores what the method returns. */
    public static final String RESULT = "{result}";

    public static final String DESCRIPTOR = "Ldev/larder/CachePut;";
    public static final String LIST_DESCRIPTOR = "Ldev/larder/CachePut$List;";

    public PutPlan {
        tags = List.copyOf(tags);
        types = List.copyOf(types);
    }

    /** Of values that are not secret, and of the declared classes. */
    public PutPlan(String key, String value, Lifetime lifetime, List<String> tags) {
        this(key, value, lifetime, tags, false, List.of(), false);
    }

    /** The same, with a body that runs at once. */
    public PutPlan atOnce() {
        return behind ? new PutPlan(key, value, lifetime, tags, sensitive, types, false) : this;
    }

    public static PutPlan of(AnnotationValues values) {
        return new PutPlan(
                values.text("key", ""),
                values.text("value", RESULT),
                Lifetime.of(values),
                values.texts("tags"),
                values.flag("sensitive"),
                values.classes("types"),
                values.flag("writeBehind"));
    }

    void write(PlanText.Writer out) {
        lifetime.write(out.add(key).add(value));
        out.add(tags).add(sensitive).add(types).add(behind);
    }

    static PutPlan read(PlanText.Reader in) {
        return new PutPlan(in.text(), in.text(), Lifetime.read(in), in.texts(), in.flag(), in.texts(), in.flag());
    }
}
