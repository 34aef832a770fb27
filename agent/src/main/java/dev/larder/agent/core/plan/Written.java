package dev.larder.agent.core.plan;

import java.util.List;
import java.util.function.Function;

/**
 * An annotation as written, unchecked.
 *
 * @param plan the attributes that this agent knows
 * @param unknown attributes this agent does not know, because the annotations are newer
 */
public record Written<P>(P plan, List<String> unknown) {

    public Written {
        unknown = List.copyOf(unknown);
    }

    public static <P> Written<P> of(AnnotationValues values, Function<AnnotationValues, P> reader) {
        P plan = reader.apply(values);
        return new Written<>(plan, values.unknown());
    }

    /**
     * The plan of an annotation of which this agent knows all attributes.
     *
     * @param annotation as refusals call it
     */
    public P known(String annotation) throws Refusal {
        if (!unknown.isEmpty()) {
            throw new Refusal(
                    "this agent does not know " + annotation + "(" + String.join(", ", unknown) + ")",
                    "Use an agent as new as the annotations.");
        }
        return plan;
    }
}
