package dev.larder.agent.core.warm;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.larder.agent.core.base.Ticker;
import dev.larder.agent.core.result.ProxyClasses;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The living objects of one class, as far as they are remembered: the oldest, and the {@value #MOST} - 1 that were made last. It
 * keeps none of them alive.
 *
 * <p><b>Threads.</b> Thread-safe; notified at the end of constructors.
 */
public final class MadeObjects {

    /** In the place of the object of a static method. */
    public static final Object NO_OBJECT = new Object();

    static final int MOST = 16;

    private record Made(WeakReference<Object> object, WeakReference<Thread> maker, long atNanos) {}

    private final Ticker ticker;

    /** In the order in which they were made. */
    @GuardedBy("this")
    private final List<Made> made = new ArrayList<>();

    public MadeObjects(Ticker ticker) {
        this.ticker = ticker;
    }

    /** A constructor has ended; for one object more than once if one constructor calls another. */
    public synchronized void note(Object object) {
        if (!made.isEmpty() && made.get(made.size() - 1).object.get() == object) {
            return;
        }
        if (made.size() == MOST) {
            made.removeIf(one -> one.object.get() == null);
        }
        if (made.size() == MOST) {
            made.remove(1);
        }
        made.add(new Made(new WeakReference<>(object), new WeakReference<>(Thread.currentThread()), ticker.nanoTime()));
    }

    /**
     * Those that can be called, the last one first.
     *
     * @param leastAgeNanos how long ago they were made at least
     */
    List<Object> ready(long leastAgeNanos) {
        List<Object> ready = new ArrayList<>();
        for (Made one : newestFirst()) {
            Object object = one.object.get();
            if (object != null
                    && ticker.nanoTime() - one.atNanos >= leastAgeNanos
                    && !Starting.isInside(one.maker.get(), object.getClass())) {
                ready.add(object);
            }
        }
        return withoutProxies(ready);
    }

    private synchronized List<Made> newestFirst() {
        made.removeIf(one -> one.object.get() == null);
        List<Made> copy = new ArrayList<>(made);
        Collections.reverse(copy);
        return copy;
    }

    /** A proxy passes calls on to another object, which is then called directly. */
    private static List<Object> withoutProxies(List<Object> objects) {
        List<Object> others = new ArrayList<>(objects);
        others.removeIf(object -> ProxyClasses.areOf(object.getClass()));
        return others.isEmpty() ? objects : others;
    }

    /**
     * Whether a thread is still inside the start of a framework that has called the constructors of its objects, or inside a constructor:
     * one of a superclass has ended before the object is complete.
     */
    static final class Starting {

        private static final String SPRING = "org.springframework.context.support.AbstractApplicationContext";

        private Starting() {}

        static boolean isInside(@Nullable Thread thread, Class<?> made) {
            if (thread == null || !thread.isAlive()) {
                return false;
            }
            return isStart(thread.getStackTrace(), made.getName());
        }

        static boolean isStart(StackTraceElement[] stack, String made) {
            for (StackTraceElement frame : stack) {
                if (isOf(frame, "refresh", SPRING) || isOf(frame, "<init>", made)) {
                    return true;
                }
            }
            return false;
        }

        private static boolean isOf(StackTraceElement frame, String method, String className) {
            return frame.getMethodName().equals(method) && frame.getClassName().equals(className);
        }
    }

    /** As {@link Warmable#subjects}. */
    public List<Object> subjects(long leastAgeNanos, int attempt, boolean isOfEachObject) {
        List<Object> ready = ready(leastAgeNanos);
        return ready.isEmpty() || isOfEachObject ? ready : List.of(ready.get(attempt % ready.size()));
    }
}
