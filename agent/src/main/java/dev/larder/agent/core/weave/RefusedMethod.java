package dev.larder.agent.core.weave;

/**
 * A method with an annotation of Larder's that has no effect, or only a part of it.
 *
 * @param loss what the method does without
 * @param signature the method as users write it, or the class if its methods cannot be told
 * @param reason a clause without a full stop
 * @param remedy what to do, in whole sentences
 */
public record RefusedMethod(Loss loss, String signature, String reason, String remedy) {

    /** What happened, where, what the agent does now and what to do, in one line. */
    public String message() {
        return loss.problem + signature + ": " + reason + ". " + loss.consequence + " " + remedy;
    }

    /** What a method does without, and what follows from it: an eviction that does not take place is never harmless. */
    public enum Loss {
        CACHING("Cannot cache ", "The method runs uncached."),

        /** One {@code @CacheEvict}, or one template of it. */
        EVICTION(
                "Cannot evict for ",
                "The method runs without this eviction; the entries it should evict stay until their ttl."),

        /** A {@code @CachePut}, but its key is known. */
        STORING("Cannot put for ", "Each run of the method evicts the entry instead."),

        /** A {@code @CachePut}, its key included. */
        PUT("Cannot put for ", "The method runs without this put; the entry it should replace stays until its ttl."),

        /** All annotations of a method, with effects among them. */
        EVERYTHING(
                "Cannot weave ",
                "It runs as it is, uncached; the entries it should evict or replace stay until their ttl.");

        private final String problem;
        private final String consequence;

        Loss(String problem, String consequence) {
            this.problem = problem;
            this.consequence = consequence;
        }
    }
}
