package dev.larder.agent.core.result;

import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
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

    /** The same in the place of {@code source}, which {@code call} is about: what is known of the one is known of the other. */
    default Object makeFor(Object source, ColdCall call) throws Throwable {
        return make(call);
    }

    /**
     * The value that an object of the application has for {@code subscriber}, or an {@link Unfit} in its place if it must not be
     * used for others. To cancel the stage is to cancel that subscription.
     */
    CompletionStage<?> start(Object source, Subscriber subscriber) throws Throwable;

    /** The same if only the end of the work counts; its value is null then for a type of many elements. */
    default CompletionStage<?> watch(Object source, Subscriber subscriber) throws Throwable {
        return start(source, subscriber);
    }

    /** The transaction that {@code subscriber} is in, if that is one of its context and not of its thread; null for none. */
    default @Nullable ContextTransaction transaction(Subscriber subscriber) throws Throwable {
        return null;
    }

    /** Whether the calling thread may wait, as far as the library knows. */
    default boolean mayWait() {
        return false;
    }

    /** One that goes from subscriber to source with the context. */
    @FunctionalInterface
    interface ContextTransaction {

        /** Lets it do that when it has ended, however it does. */
        void atEnd(Supplier<CompletionStage<?>> work) throws Throwable;
    }

    /** One subscriber. */
    interface Subscriber {}

    /** What is done for each subscriber. */
    @FunctionalInterface
    interface ColdCall {

        /**
         * Called on the thread that subscribes, which is not to wait.
         *
         * @return null if the application returned that
         */
        @Nullable
        CompletionStage<?> begin(Subscriber subscriber) throws Throwable;

        /** The same without the cache, for a subscriber that cannot be given what was found. */
        default ColdCall uncached() {
            return this;
        }

        /**
         * An element as it is now, since the subscriber, who gets the element itself, may change that; null if it cannot be
         * kept.
         */
        default @Nullable Object kept(Object element) {
            return element;
        }

        /** Runs what runs the subscriber, on a thread of the application, and outside of the call. */
        default void hand(Runnable work) {
            work.run();
        }
    }

    /**
     * In the place of a value that must not be stored.
     *
     * @param reason null if there is nothing to say
     */
    record Unfit(@Nullable String reason, String remedy) {}
}
