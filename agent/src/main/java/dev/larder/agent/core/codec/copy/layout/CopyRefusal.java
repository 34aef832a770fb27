package dev.larder.agent.core.codec.copy.layout;

/**
 * Why an object cannot be copied.
 *
 * @param reason ends a sentence that begins with the class, without a full stop
 * @param remedy a sentence: what the developer can do about it
 */
public record CopyRefusal(String reason, String remedy) {

    public static CopyRefusal asItIs(String reason) {
        return new CopyRefusal(reason, "Return a record of what callers need.");
    }
}
