package dev.larder.agent.core.store;

/**
 * What an operator may know about one key: everything but its values.
 *
 * @param versions how many versions a reader could get: within their time to live, and none of their tags evicted
 * @param remainingMillis until the last of them ends, or the counter under this key, by the store's own clock; 0 without
 *     any
 * @param bytes what they take in encoded form; 0 for those kept by reference
 * @param leased whether a load is under way
 */
public record Inspection(int versions, long remainingMillis, long bytes, boolean leased) {

    public static final Inspection NOTHING = new Inspection(0, 0, 0, false);

    /** For a counter, of which only the time to live is shown. */
    public static Inspection ofCounter(long remainingMillis) {
        return new Inspection(0, remainingMillis, 0, false);
    }

    /** Combines what two stores have under one key. */
    public Inspection and(Inspection other) {
        return new Inspection(
                versions + other.versions,
                Math.max(remainingMillis, other.remainingMillis),
                bytes + other.bytes,
                leased || other.leased);
    }
}
