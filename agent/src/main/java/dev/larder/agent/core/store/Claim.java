package dev.larder.agent.core.store;

/** What a store answers to a caller that found nothing and wants to load. */
public sealed interface Claim {

    /** Somebody else stored the value in the meantime. */
    record Found(StoredEntry entry) implements Claim {}

    /** Load it: nobody else does. */
    record Granted(Lease lease) implements Claim {}

    /**
     * Somebody else is loading it.
     *
     * @param remainingMillis until their lease ends, by the store's own clock; at least 1
     */
    record Held(long remainingMillis) implements Claim {}

    /** Load it, and keep it to yourself: what the source says shortly after an eviction may be old. */
    record HeldOff() implements Claim {}
}
