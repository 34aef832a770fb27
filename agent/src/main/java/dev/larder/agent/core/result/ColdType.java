package dev.larder.agent.core.result;

import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * A library's type of results for which nothing is done before somebody subscribes to them, and then for each subscriber anew;
 * such as Reactor's {@code Mono}. The agent knows such a type by its name, and the application's own version of it.
 *
 * <p><b>Subscribers.</b> What stands for one here is an object that only the type itself understands. It carries what the
 * library hands from a subscriber to its source.
 *
 * <p><b>Threads.</b> Thread-safe.
 */
public interface ColdType {

    /** An object of the type, whose subscribers get what the stage has that {@code call} returns for each of them. */
    Object make(ColdCall call) throws Throwable;

    /**
     * Subscribes to an object of the application, in the place of {@code subscriber}. To cancel the stage is to cancel that
     * subscription.
     */
    CompletionStage<?> start(Object source, Object subscriber) throws Throwable;

    /** What is done for each subscriber. */
    @FunctionalInterface
    interface ColdCall {

        /**
         * Called on the thread that subscribes, which is not to wait.
         *
         * @return null if the application returned that
         */
        @Nullable
        CompletionStage<?> begin(Object subscriber) throws Throwable;
    }
}
