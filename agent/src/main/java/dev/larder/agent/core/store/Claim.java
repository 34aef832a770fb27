package dev.larder.agent.core.store;

/** The answer of a store to a caller that found nothing and wants to load. */
public sealed interface Claim {

    /** Another caller stored the value in the meantime. */
    record Found(StoredEntry entry) implements Claim {}

    /** Load it: no other caller does. */
    record Granted(Lease lease) implements Claim {}

    /**
     * Another caller is loading it.
     *
     * @param remainingMillis until their lease ends, by the store's own clock; at least 1
     */
    record Held(long remainingMillis) implements Claim {}

    /**
     * Load it: nothing is stored now, so there is no lease. Callers that called before the method's body began may
     * share the result.
     */
    record Unstored() implements Claim {}

    /** Load it, and do not share it: what the source returns shortly after an eviction may be old. */
    record HeldOff() implements Claim {}
}
