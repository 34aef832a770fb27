package dev.larder.agent.core.link.coroutine;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import org.jspecify.annotations.Nullable;

/**
 * Tells the calls with which Kotlin resumes the body of one suspend function from those of its callers.
 *
 * <p>The body's own continuation is of a class beside the function's, with the next step in its field {@code label}. Whoever
 * resumes it sets that field's sign, calls the function with it, and made-up arguments besides, and the body's first instructions
 * clear the sign again. The continuations of other functions, and the same one handed on in a recursion, have none.
 *
 * <p><b>Threads.</b> Thread-safe.
 */
public final class ResumedCalls {

    private static final MethodHandle IS_RESUMED;
    private static final MethodHandle NO_LABEL =
            MethodHandles.dropArguments(MethodHandles.constant(int.class, 0), 0, Object.class);

    static {
        try {
            IS_RESUMED = MethodHandles.lookup()
                    .findVirtual(ResumedCalls.class, "isResumed", MethodType.methodType(boolean.class, Object.class));
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("The agent is inconsistent with itself", e);
        }
    }

    private final MethodHandles.Lookup function;

    /** By class: (Object)int. */
    private final ClassValue<MethodHandle> labels = new ClassValue<>() {
        @Override
        protected MethodHandle computeValue(Class<?> type) {
            return label(type);
        }
    };

    private ResumedCalls(MethodHandles.Lookup function) {
        this.function = function;
    }

    /**
     * The handle of a suspend function.
     *
     * @param function with the access of its class
     * @param body of all its arguments, as it was compiled
     * @param call what a caller's call is instead
     */
    public static MethodHandle toBody(MethodHandles.Lookup function, MethodHandle body, MethodHandle call) {
        int last = body.type().parameterCount() - 1;
        MethodHandle test = IS_RESUMED
                .bindTo(new ResumedCalls(function))
                .asType(MethodType.methodType(boolean.class, body.type().parameterType(last)));
        MethodHandle ofAll =
                MethodHandles.dropArguments(test, 0, body.type().parameterList().subList(0, last));
        return MethodHandles.guardWithTest(ofAll, body, call);
    }

    boolean isResumed(@Nullable Object continuation) throws Throwable {
        if (continuation == null) {
            return false;
        }
        Class<?> type = continuation.getClass();
        Class<?> owner = function.lookupClass();
        return type.getClassLoader() == owner.getClassLoader()
                && type.getPackageName().equals(owner.getPackageName())
                && (int) labels.get(type).invokeExact(continuation) < 0;
    }

    private MethodHandle label(Class<?> type) {
        try {
            return function.findGetter(type, "label", int.class).asType(MethodType.methodType(int.class, Object.class));
        } catch (ReflectiveOperationException isNoCompiledBody) {
            return NO_LABEL;
        }
    }
}
