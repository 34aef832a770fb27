package dev.larder.agent.core.store;

/** The answer of a store to a caller that found nothing and wants to load. */
public sealed interface Claim {

    /** Another caller stored the value in the meantime. */
    record Found(StoredEntry entry) implements Claim {}

    /** The caller loads it, and is the only one. */
    record Granted(Lease lease) implements Claim {}

    /**
     * Another caller is loading it.
     *
     * @param remainingMillis until their lease ends, by the store's own clock; at least 1
     */
    record Held(long remainingMillis) implements Claim {}

    /**
     * The caller loads it without a lease: nothing is stored now. Callers that called before the method's body began
     * may share the result.
     */
    record Unstored() implements Claim {}

    /**
     * The caller loads it and does not share it: shortly after an eviction the source may still return the old value.
     */
    record HeldOff() implements Claim {}
}
