package dev.larder.agent.core.context;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Carries what one library keeps for a thread to another thread.
 *
 * <p><b>Threads.</b> Immutable.
 *
 * <p><b>Failure.</b> Throws what the library throws; the body then runs without.
 */
interface Carrier {

    /** What the calling thread has. */
    @Nullable
    Object capture() throws Exception;

    /** Gives it to the calling thread. Returns what {@link #leave} needs. */
    @Nullable
    Object enter(@Nullable Object captured) throws Exception;

    /** Lets the calling thread have what it had before. */
    void leave(@Nullable Object entered) throws Exception;

    static @Nullable Object call(Method method, @Nullable Object target, @Nullable Object... arguments)
            throws Exception {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause() instanceof Exception theirs ? theirs : e;
        }
    }

    /** SLF4J: what log lines of this thread carry. */
    record Logging(Method get, Method set, Method clear) implements Carrier {

        static Carrier in(@Nullable ClassLoader loader) throws ReflectiveOperationException {
            Class<?> mdc = Class.forName("org.slf4j.MDC", false, loader);
            return new Logging(
                    mdc.getMethod("getCopyOfContextMap"),
                    mdc.getMethod("setContextMap", Map.class),
                    mdc.getMethod("clear"));
        }

        @Override
        public @Nullable Object capture() throws Exception {
            return call(get, null);
        }

        @Override
        public @Nullable Object enter(@Nullable Object captured) throws Exception {
            if (captured != null) {
                call(set, null, captured);
            }
            return null;
        }

        @Override
        public void leave(@Nullable Object entered) throws Exception {
            call(clear, null);
        }
    }

    /** OpenTelemetry: the span that the refresh belongs to, and its baggage. */
    record Tracing(Method current, Method makeCurrent, Method close) implements Carrier {

        static Carrier in(@Nullable ClassLoader loader) throws ReflectiveOperationException {
            Class<?> context = Class.forName("io.opentelemetry.context.Context", false, loader);
            Class<?> scope = Class.forName("io.opentelemetry.context.Scope", false, context.getClassLoader());
            return new Tracing(
                    context.getMethod("current"), context.getMethod("makeCurrent"), scope.getMethod("close"));
        }

        @Override
        public @Nullable Object capture() throws Exception {
            return call(current, null);
        }

        @Override
        public @Nullable Object enter(@Nullable Object captured) throws Exception {
            return call(makeCurrent, captured);
        }

        @Override
        public void leave(@Nullable Object entered) throws Exception {
            call(close, entered);
        }
    }
}
