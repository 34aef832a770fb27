package dev.larder.agent.core.codec.subclass;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.larder.agent.core.base.Ticker;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Asks the JVM which classes it has loaded. That takes 1 ms for about a thousand classes, so it is asked only for a name that a
 * place has not met: never for a hit.
 *
 * <p>An answer is kept by weak references alone, so no class is held; places that ask before the next one is due share it.
 *
 * <p><b>Units and clock.</b> Monotonic time.
 *
 * <p><b>Threads.</b> Thread-safe. Threads that ask at the same time wait for one answer. No code of the application runs.
 *
 * <p><b>Why</b> limited: whoever can write to Redis can write as many unknown names as he likes. The JVM is asked about a loader for
 * a fiftieth of the time at most, and besides that once for a place whose answer is gone.
 */
public final class LoadedClasses {

    private static final long LEAST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final int PAUSE_FACTOR = 50;

    /** What a loader had loaded, and when to ask again. */
    private record Answer(WeakReference<ClassLoader> loader, WeakReference<Class<?>[]> classes, long nextNanos) {}

    private final Function<ClassLoader, Class<?>[]> jvm;
    private final Ticker ticker;

    /** One for each loader; those whose loader is gone are removed with the next one that is added. */
    @GuardedBy("this")
    private final List<Answer> answers = new ArrayList<>();

    /**
     * Asks {@code jvm}.
     *
     * @param jvm the classes for which a loader is recorded as an initiating one
     */
    public LoadedClasses(Function<ClassLoader, Class<?>[]> jvm, Ticker ticker) {
        this.jvm = jvm;
        this.ticker = ticker;
    }

    /** For a JVM that cannot be asked: it knows of no class. */
    public static LoadedClasses unknown() {
        return new LoadedClasses(loader -> new Class<?>[0], Ticker.system());
    }

    /**
     * The loaded classes that are subtypes of {@code bound}, as far as the latest answers have them.
     *
     * @param isFirst whether the place asks for the first time
     */
    synchronized Set<Class<?>> below(Class<?> bound, List<ClassLoader> loaders, boolean isFirst) {
        Set<Class<?>> found = new LinkedHashSet<>();
        for (ClassLoader loader : loaders) {
            for (Class<?> type : of(loader, isFirst)) {
                if (type != bound && bound.isAssignableFrom(type)) {
                    found.add(type);
                }
            }
        }
        return found;
    }

    @GuardedBy("this")
    private Class<?>[] of(ClassLoader loader, boolean isFirst) {
        Answer answer = answerFor(loader);
        if (answer == null || ticker.nanoTime() - answer.nextNanos >= 0) {
            return ask(loader);
        }
        Class<?>[] classes = answer.classes.get();
        if (classes != null) {
            return classes;
        }
        return isFirst ? ask(loader) : new Class<?>[0];
    }

    @GuardedBy("this")
    private @Nullable Answer answerFor(ClassLoader loader) {
        for (Answer answer : answers) {
            if (answer.loader.get() == loader) {
                return answer;
            }
        }
        return null;
    }

    @GuardedBy("this")
    private Class<?>[] ask(ClassLoader loader) {
        long start = ticker.nanoTime();
        Class<?>[] classes = jvm.apply(loader);
        long end = ticker.nanoTime();
        answers.removeIf(answer -> answer.loader.get() == loader || answer.loader.get() == null);
        long next = end + Math.max(LEAST_PAUSE_NANOS, PAUSE_FACTOR * (end - start));
        answers.add(new Answer(new WeakReference<>(loader), new WeakReference<>(classes), next));
        return classes;
    }
}
