package dev.larder.agent.core.plan;

import dev.larder.agent.core.base.LogLine;
import dev.larder.agent.core.base.Message;

/**
 * A method with an annotation of Larder's that has no effect, only a part of its effect, or probably not the intended
 * one.
 *
 * @param loss what the method lacks
 * @param signature the method as users write it, or the class if its methods are unknown
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

    /** What a method lacks, and what follows from that: a missing eviction is never harmless. */
    public enum Loss {
        CACHING(Message.NOT_CACHED),

        /** One {@code @CacheEvict}, or one template of it. */
        EVICTION(Message.NOT_EVICTED),

        /** A {@code @CachePut} whose key is known. */
        STORING(Message.EVICTED_INSTEAD),

        /** That the body of a {@code @CachePut} runs later. */
        BEHIND(Message.NOT_BEHIND),

        /** That entries of a {@code @Cached} serve beyond their time to live, or are refreshed. */
        REFRESH(Message.NOT_REFRESHED),

        /** A {@code @CachePut} whose key is not known either. */
        PUT(Message.NOT_PUT),

        /** That it is called ahead, by a {@code @Warm}. */
        WARMING(Message.NOT_WARMED),

        /** Only calls from Kotlin, where the compiler inlines the body. */
        KOTLIN_CALLS(Message.KOTLIN_CALLS_LEFT_OUT),

        /** Nothing: the annotation does what it says, which is probably a mistake. */
        NONE(Message.PERHAPS_A_MISTAKE),

        /** All annotations of a method, with effects among them. */
        EVERYTHING(Message.NOT_WOVEN);

        private final Message message;

        Loss(Message message) {
            this.message = message;
        }
    }
}
