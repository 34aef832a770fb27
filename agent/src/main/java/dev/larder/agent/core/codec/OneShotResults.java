package dev.larder.agent.core.codec;

import java.util.Enumeration;
import java.util.Iterator;
import java.util.Set;
import java.util.Spliterator;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.Future;
import java.util.stream.BaseStream;

/**
 * Knows the results that can be used only once, or that stand for something still going on: streams, iterators,
 * readers, connections, futures, publishers. They are never stored, and finding one out never touches it.
 *
 * <p>Types outside the JDK are known by name, for the agent does not have them.
 */
public final class OneShotResults {

    private static final Set<String> BY_NAME = Set.of(
            "org.reactivestreams.Publisher",
            "io.reactivex.rxjava3.core.CompletableSource",
            "io.reactivex.rxjava3.core.MaybeSource",
            "io.reactivex.rxjava3.core.ObservableSource",
            "io.reactivex.rxjava3.core.SingleSource",
            "io.smallrye.mutiny.Uni",
            "kotlin.sequences.Sequence",
            "kotlinx.coroutines.flow.Flow",
            "kotlinx.coroutines.Job",
            "scala.collection.Iterator",
            "scala.concurrent.Future");

    private static final ClassValue<Boolean> KNOWN = new ClassValue<>() {
        @Override
        protected Boolean computeValue(Class<?> type) {
            return isOneShotItself(type) || inheritsOneShot(type);
        }
    };

    private OneShotResults() {}

    public static boolean isOneShot(Object value) {
        return isOneShot(value.getClass());
    }

    /** Whether every object of {@code type} is a one-shot; an object of a subtype may be one all the same. */
    public static boolean isOneShot(Class<?> type) {
        return KNOWN.get(type);
    }

    private static boolean isOneShotItself(Class<?> type) {
        return AutoCloseable.class.isAssignableFrom(type)
                || BaseStream.class.isAssignableFrom(type)
                || Iterator.class.isAssignableFrom(type)
                || Spliterator.class.isAssignableFrom(type)
                || Enumeration.class.isAssignableFrom(type)
                || Future.class.isAssignableFrom(type)
                || CompletionStage.class.isAssignableFrom(type)
                || Flow.Publisher.class.isAssignableFrom(type)
                || Flow.Subscription.class.isAssignableFrom(type)
                || BY_NAME.contains(type.getName());
    }

    private static boolean inheritsOneShot(Class<?> type) {
        Class<?> parent = type.getSuperclass();
        if (parent != null && isOneShot(parent)) {
            return true;
        }
        for (Class<?> implemented : type.getInterfaces()) {
            if (isOneShot(implemented)) {
                return true;
            }
        }
        return false;
    }
}
