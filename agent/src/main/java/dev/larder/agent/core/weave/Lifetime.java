package dev.larder.agent.core.weave;

import java.util.concurrent.TimeUnit;

/**
 * How long an annotation's entries stay fresh, as written.
 *
 * @param ttl in {@code unit}
 * @param nullTtl in {@code unit}; negative for the same as {@code ttl}
 */
record Lifetime(long ttl, long nullTtl, TimeUnit unit) {

    private static final long MAX_TTL_MILLIS = TimeUnit.DAYS.toMillis(3_650);

    static Lifetime of(AnnotationValues values) {
        return new Lifetime(
                values.number("ttl", 0),
                values.number("nullTtl", -1),
                TimeUnit.valueOf(values.constant("unit", TimeUnit.SECONDS.name())));
    }

    /** Greater than 0. */
    long ttlMillis() throws Refusal {
        long millis = unit.toMillis(ttl);
        if (millis <= 0) {
            throw new Refusal(
                    "its ttl, " + written(ttl) + ", is less than a millisecond", "Write a ttl greater than 0.");
        }
        checkNotTooLong("ttl", ttl);
        return millis;
    }

    /** 0 for not to keep null. A time below a millisecond becomes one. */
    long nullTtlMillis() throws Refusal {
        if (nullTtl < 0) {
            return ttlMillis();
        }
        checkNotTooLong("nullTtl", nullTtl);
        return nullTtl == 0 ? 0 : Math.max(1, unit.toMillis(nullTtl));
    }

    private void checkNotTooLong(String attribute, long time) throws Refusal {
        if (unit.toMillis(time) > MAX_TTL_MILLIS) {
            throw new Refusal(
                    "its " + attribute + ", " + written(time) + ", is more than ten years",
                    "Write a shorter one, such as Ttl.PERMANENT, and check its unit.");
        }
    }

    private String written(long time) {
        return time + " " + unit;
    }
}
