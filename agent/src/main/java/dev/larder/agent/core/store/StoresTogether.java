package dev.larder.agent.core.store;

import dev.larder.agent.core.wait.Budget;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Stores that share a round trip. What they all ask besides is asked once, after the last of them is sent.
 *
 * <p><b>Why after.</b> It is whether anything was evicted before they were stored, so the answer has to be of a later time than each of
 * them.
 *
 * <p><b>Threads.</b> Confined to the thread that stores.
 */
public final class StoresTogether {

    /** What several stores ask. */
    public interface Question {

        /** Sends it. Does not throw: those who wait for the answer hear of a failure. */
        void send(Budget budget);
    }

    private final Map<Object, Question> questions = new LinkedHashMap<>();

    /** The question that {@code asker} has for all stores; made for the first one. */
    public <Q extends Question> Q of(Object asker, Class<Q> type, Supplier<Q> made) {
        return type.cast(questions.computeIfAbsent(asker, first -> made.get()));
    }

    /** To be called when all stores are sent, and before any of them is awaited. */
    public void send(Budget budget) {
        questions.values().forEach(question -> question.send(budget));
        questions.clear();
    }
}
