package dev.larder.agent.core.plan;

import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What a {@code @Cached} says of values beyond their time to live, as written.
 *
 * @param staleTtl in {@code unit}; 0 for not at all
 * @param staleIfError in {@code unit}; 0 for not at all
 * @param ahead a fraction of the time to live; 0 for not at all
 */
public record RefreshPlan(long staleTtl, long staleIfError, double ahead, Where where, TimeUnit unit) {

    /** Nothing is written. */
    public static final RefreshPlan NONE = new RefreshPlan(0, 0, 0, Where.BACKGROUND, TimeUnit.SECONDS);

    private static final long MAX_MILLIS = TimeUnit.DAYS.toMillis(3_650);

    /** The constants of {@code dev.larder.RefreshIn}. */
    public enum Where {
        BACKGROUND,
        CALLER
    }

    static RefreshPlan of(AnnotationValues values, TimeUnit unit) {
        RefreshPlan written = new RefreshPlan(
                values.number("staleTtl", 0),
                values.number("staleIfError", 0),
                values.decimal("refreshAhead", 0),
                values.constant("refreshIn", Where.BACKGROUND),
                unit);
        return written.isAny() || written.where != Where.BACKGROUND ? written : NONE;
    }

    /** Whether anything is asked for. */
    public boolean isAny() {
        return staleTtl != 0 || staleIfError != 0 || ahead != 0;
    }

    public void check() throws Refusal {
        checkTime("staleTtl", staleTtl);
        checkTime("staleIfError", staleIfError);
        if (!(ahead >= 0 && ahead < 1)) {
            throw new Refusal(
                    "its refreshAhead, " + ahead + ", is no fraction of its ttl",
                    "Write a number from 0 to less than 1, such as 0.8.");
        }
    }

    private void checkTime(String name, long time) throws Refusal {
        if (time < 0) {
            throw new Refusal(
                    "its " + name + ", " + time + " " + unit + ", is negative",
                    "Write how long after its ttl a value may serve, or 0 for not at all.");
        }
        if (time > 0 && unit.toMillis(time) == 0) {
            throw new Refusal("its " + name + ", " + time + " " + unit + ", is less than a millisecond", "Write more.");
        }
    }

    /** Describes what has no effect; null if there is nothing of that kind. */
    public @Nullable Refusal doubt() {
        return where == Where.BACKGROUND || staleTtl > 0 || ahead > 0
                ? null
                : new Refusal(
                        "its refreshIn says where refreshes run, and there are none",
                        "Write a staleTtl or refreshAhead, or leave refreshIn out.");
    }

    /** At most ten years. */
    public long staleTtlMillis() {
        return Math.min(unit.toMillis(staleTtl), MAX_MILLIS);
    }

    /** At most ten years. */
    public long staleIfErrorMillis() {
        return Math.min(unit.toMillis(staleIfError), MAX_MILLIS);
    }

    void write(PlanText.Writer out) {
        out.add(staleTtl)
                .add(staleIfError)
                .add(Double.toString(ahead))
                .add(where)
                .add(unit);
    }

    static RefreshPlan read(PlanText.Reader in) {
        return new RefreshPlan(
                in.number(),
                in.number(),
                Double.parseDouble(in.text()),
                in.constant(Where.class),
                in.constant(TimeUnit.class));
    }
}
