package dev.larder.agent.core.plan;

import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * How long an annotation's entries stay fresh, as written.
 *
 * @param ttl in {@code unit}
 * @param nullTtl in {@code unit}; negative for the same as {@code ttl}
 */
public record Lifetime(long ttl, long nullTtl, TimeUnit unit) {

    private static final long AS_TTL = -1;
    private static final long MAX_TTL_MILLIS = TimeUnit.DAYS.toMillis(3_650);

    static Lifetime of(AnnotationValues values) {
        return new Lifetime(
                values.number("ttl", 0), values.number("nullTtl", AS_TTL), values.constant("unit", TimeUnit.SECONDS));
    }

    /** Describes a probably mistaken time and what is used instead; null if there is none. */
    public @Nullable Refusal doubt() {
        return nullTtl >= AS_TTL
                ? null
                : new Refusal(
                        "its nullTtl, " + nullTtl + " " + unit
                                + ", is negative, so null is kept as long as other results",
                        "Write nullTtl = 0 to keep no null, or leave it out.");
    }

    public void check() throws Refusal {
        if (ttlMillis() <= 0) {
            throw new Refusal(
                    "its ttl, " + ttl + " " + unit + ", is less than a millisecond", "Write a ttl greater than 0.");
        }
    }

    /** Greater than 0 once it is {@linkplain #check checked}; at most ten years. */
    public long ttlMillis() {
        return Math.min(unit.toMillis(ttl), MAX_TTL_MILLIS);
    }

    /**
     * 0 if null is not stored, {@code unwritten} if there is no such attribute. At least a millisecond, at most ten
     * years.
     */
    public long nullTtlMillis(long unwritten) {
        if (nullTtl < 0) {
            return unwritten;
        }
        return nullTtl == 0 ? 0 : Math.min(MAX_TTL_MILLIS, Math.max(1, unit.toMillis(nullTtl)));
    }

    void write(PlanText.Writer out) {
        out.add(ttl).add(nullTtl).add(unit);
    }

    static Lifetime read(PlanText.Reader in) {
        return new Lifetime(in.number(), in.number(), in.constant(TimeUnit.class));
    }
}
