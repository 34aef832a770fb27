package dev.larder.agent.core.engine.flight;

import dev.larder.agent.core.store.StoredEntry;
import org.jspecify.annotations.Nullable;

/**
 * The outcome of a load, for the callers that waited for it.
 *
 * @param entry what the body returned or the leader found; null if there is nothing to share
 */
public record Landed(Outcome outcome, @Nullable StoredEntry entry) {

    /** The load ended without a result. Another load may have one. */
    public static final Landed NOTHING = new Landed(Outcome.UNKEPT, null);

    /** The leader has a value, but not one to share. */
    public static final Landed LOOK_UP_AGAIN = new Landed(Outcome.LOOK_UP_AGAIN, null);

    /** There is nothing to share, and probably would not be with another load. */
    public static final Landed FRUITLESS = new Landed(Outcome.UNKEPT, null);

    /** Another process loads it, and the leader has something else to do than to wait for that. */
    public static final Landed LEFT_TO_ANOTHER_PROCESS = new Landed(Outcome.LOOK_UP_AGAIN, null);

    /** Whether another process loads it, so that this wait was for nothing. */
    @SuppressWarnings("ReferenceEquality") // there is one of them
    public boolean isLeftToAnotherProcess() {
        return this == LEFT_TO_ANOTHER_PROCESS;
    }

    /** Whether there is nothing to wait for any more, here or in another load. */
    @SuppressWarnings("ReferenceEquality") // there is one of them
    public boolean isFruitless() {
        return this == FRUITLESS;
    }

    /** What the store has of the entry. */
    public enum Outcome {
        /** It was stored under a valid lease: every waiting caller may have it, whenever the body began. */
        STORED,
        /** The leader found it, and did not run the body: callers that had begun when it asked may have it, others look up. */
        FOUND,
        /** The store has, or may have, another one: callers look it up again. */
        LOOK_UP_AGAIN,
        /** There was no lease, or the store did not answer. */
        UNKEPT
    }
}
