package dev.larder.agent.core.weave;

import java.util.List;

/**
 * One {@code @CachePut}, checked.
 *
 * @param value the parameter to store, from 0, without the receiver; {@link #RESULT} for the result
 * @param ttlMillis greater than 0
 * @param nullTtlMillis 0 when null evicts
 */
public record PutPlan(String key, int value, List<String> tags, long ttlMillis, long nullTtlMillis) {

    /** In place of a parameter's index. */
    public static final int RESULT = -1;

    public PutPlan {
        tags = List.copyOf(tags);
    }

    void write(PlanText.Writer out) {
        out.add(key).add(value).add(tags).add(ttlMillis).add(nullTtlMillis);
    }

    static PutPlan read(PlanText.Reader in) {
        return new PutPlan(in.text(), (int) in.number(), in.texts(), in.number(), in.number());
    }
}
