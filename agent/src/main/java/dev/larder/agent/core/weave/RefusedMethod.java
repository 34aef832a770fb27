package dev.larder.agent.core.weave;

/**
 * A method that carries {@code @Cached} and runs uncached all the same.
 *
 * @param signature the method as users write it, or the class if its methods cannot be told
 * @param reason a clause without a full stop
 * @param remedy what to do, in whole sentences
 */
public record RefusedMethod(String signature, String reason, String remedy) {

    /** What happened, where, what the agent does now and what to do, in one line. */
    public String message() {
        return "Cannot cache " + signature + ": " + reason + ". The method runs uncached. " + remedy;
    }
}
