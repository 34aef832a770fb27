package dev.larder.agent.core.warm;

import dev.larder.agent.core.base.Tier;
import dev.larder.agent.core.plan.WarmSchedule;
import java.lang.reflect.Type;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A cached method of a loaded class that can be called ahead.
 *
 * <p><b>Threads.</b> Thread-safe. The class holds it, and nothing else does, so it goes when the class goes.
 */
public interface Warmable {

    /** {@code com.acme.UserService.findById(long)}. */
    String signature();

    WarmSchedule schedule();

    /** How long its entries stay fresh. */
    long ttlMillis();

    /** Where its results are kept, as written. */
    Tier tier();

    /** Whether its keys and values are secret. */
    boolean isSensitive();

    /** What its entries have as their value. */
    Type valueType() throws ReflectiveOperationException;

    /** The class's own. */
    @Nullable
    ClassLoader loader();

    /**
     * The objects to call it on, of those that are ready; {@link MadeObjects#NO_OBJECT} for a static method.
     *
     * @param leastAgeNanos how long ago they were made at least
     * @param attempt from 0; where one of several objects is enough, another attempt takes another one
     */
    List<Object> subjects(long leastAgeNanos, int attempt);

    /** Runs the application's method that yields the arguments. */
    Arguments arguments(Object subject) throws Throwable;

    /**
     * Calls the method as the application would. If the call finds an entry that ends within {@code renewNanos}, that is
     * refreshed before it returns.
     */
    @Nullable
    Object call(Object subject, @Nullable Object[] arguments, long renewNanos) throws Throwable;

    /** What the application's method yielded, one element for each call. */
    interface Arguments extends Iterator<@Nullable Object[]>, AutoCloseable {

        @Override
        void close();
    }
}
