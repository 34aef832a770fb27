package dev.larder.agent.core.store;

/**
 * What operators can see of one key: everything except its values.
 *
 * @param versions the number of versions that readers could get: not expired, and none of their tags evicted
 * @param remainingMillis until the last of them ends, or the counter under this key, by the store's own clock; 0 without
 *     any
 * @param bytes what they take, encoded or in memory, about
 * @param leased whether a load is under way
 */
public record Inspection(int versions, long remainingMillis, long bytes, boolean leased) {

    public static final Inspection NOTHING = new Inspection(0, 0, 0, false);

    /** For a counter: only its time to live is shown. */
    public static Inspection ofCounter(long remainingMillis) {
        return new Inspection(0, remainingMillis, 0, false);
    }

    /** Combines the inspections of one key in two stores. */
    public Inspection and(Inspection other) {
        return new Inspection(
                versions + other.versions,
                Math.max(remainingMillis, other.remainingMillis),
                bytes + other.bytes,
                leased || other.leased);
    }
}
