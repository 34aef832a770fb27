package dev.larder.agent.core.store.redis.command;

import dev.larder.agent.core.store.StoreException;
import dev.larder.agent.core.wait.Budget;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A command that was sent and will be answered. Several of them share one round trip. */
@FunctionalInterface
public interface Reply<T extends @Nullable Object> {

    /** Waits for the answer. To be called once, by the thread that sent the command. */
    T await(Budget budget) throws StoreException;

    /** Waits for all the answers, in their order. */
    static <T> List<T> awaitAll(List<? extends Reply<T>> replies, Budget budget) throws StoreException {
        List<T> answers = new ArrayList<>(replies.size());
        for (Reply<T> reply : replies) {
            answers.add(reply.await(budget));
        }
        return answers;
    }
}
