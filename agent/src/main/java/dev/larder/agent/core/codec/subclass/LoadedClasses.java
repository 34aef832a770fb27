package dev.larder.agent.core.codec.subclass;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.larder.agent.core.base.Ticker;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Asks the JVM which classes it has loaded. That takes milliseconds, so it is asked only for a name that no place has met: never
 * for a hit. Nothing is remembered here, so no class is held.
 *
 * <p><b>Units and clock.</b> Monotonic time.
 *
 * <p><b>Threads.</b> Thread-safe. Threads that ask at the same time do so in turn.
 *
 * <p><b>Why</b> limited: whoever can write to Redis can write as many unknown names as he likes. Each place may ask once, and
 * all together ask again for a fiftieth of the time at most.
 */
public final class LoadedClasses {

    private static final long LEAST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final int PAUSE_FACTOR = 50;

    private final Function<ClassLoader, Class<?>[]> jvm;
    private final Ticker ticker;

    @GuardedBy("this")
    private long nextNanos;

    /**
     * Asks {@code jvm}.
     *
     * @param jvm the classes for which a loader is recorded as an initiating one
     */
    public LoadedClasses(Function<ClassLoader, Class<?>[]> jvm, Ticker ticker) {
        this.jvm = jvm;
        this.ticker = ticker;
        this.nextNanos = ticker.nanoTime();
    }

    /** For a JVM that cannot be asked: it knows of no class. */
    public static LoadedClasses unknown() {
        return new LoadedClasses(loader -> new Class<?>[0], Ticker.system());
    }

    /**
     * The loaded classes that are subtypes of {@code bound}, for the first time for a place, and otherwise if it is time to ask
     * again; none before that.
     */
    synchronized Set<Class<?>> below(Class<?> bound, List<ClassLoader> loaders, boolean isFirst) {
        long start = ticker.nanoTime();
        if (!isFirst && start - nextNanos < 0) {
            return Set.of();
        }
        Set<Class<?>> found = new LinkedHashSet<>();
        for (ClassLoader loader : loaders) {
            for (Class<?> type : jvm.apply(loader)) {
                if (type != bound && bound.isAssignableFrom(type)) {
                    found.add(type);
                }
            }
        }
        long end = ticker.nanoTime();
        nextNanos = end + Math.max(LEAST_PAUSE_NANOS, PAUSE_FACTOR * (end - start));
        return found;
    }
}
