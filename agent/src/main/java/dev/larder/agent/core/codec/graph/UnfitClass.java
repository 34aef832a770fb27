package dev.larder.agent.core.codec.graph;

/**
 * Why the objects of a class cannot be read or made.
 *
 * @param reason ends a sentence that begins with the class, without a full stop
 * @param remedy a sentence: what the developer can do about it
 */
public record UnfitClass(String reason, String remedy) {

    private static final String RETURN_A_RECORD = "Return a record of what callers need.";

    /** For a class that the developer cannot change. */
    public static UnfitClass asItIs(String reason) {
        return new UnfitClass(reason, RETURN_A_RECORD);
    }
}
