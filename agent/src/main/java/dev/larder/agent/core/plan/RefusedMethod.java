package dev.larder.agent.core.plan;

import dev.larder.agent.core.base.LogLine;
import dev.larder.agent.core.base.Message;

/**
 * A method with an annotation of Larder's that has no effect, only a part of it, or hardly the one that was meant.
 *
 * @param loss what the method does without
 * @param signature the method as users write it, or the class if its methods cannot be told
 * @param reason a clause without a full stop
 * @param remedy what to do, in whole sentences
 */
public record RefusedMethod(Loss loss, String signature, String reason, String remedy) {

    /** What happened, where, what the agent does now and what to do, in one line. */
    public String message() {
        return line().text();
    }

    public LogLine line() {
        return loss.message.of(signature, reason, remedy);
    }

    /** What a method does without, and what follows from it: an eviction that does not take place is never harmless. */
    public enum Loss {
        CACHING(Message.NOT_CACHED),

        /** One {@code @CacheEvict}, or one template of it. */
        EVICTION(Message.NOT_EVICTED),

        /** A {@code @CachePut}, but its key is known. */
        STORING(Message.EVICTED_INSTEAD),

        /** A {@code @CachePut}, its key included. */
        PUT(Message.NOT_PUT),

        /** Only what is called from Kotlin, where the compiler puts the body into the callers. */
        KOTLIN_CALLS(Message.KOTLIN_CALLS_LEFT_OUT),

        /** Nothing: the annotation does what it says, which hardly is what was meant. */
        NONE(Message.PERHAPS_A_MISTAKE),

        /** All annotations of a method, with effects among them. */
        EVERYTHING(Message.NOT_WOVEN);

        private final Message message;

        Loss(Message message) {
            this.message = message;
        }
    }
}
