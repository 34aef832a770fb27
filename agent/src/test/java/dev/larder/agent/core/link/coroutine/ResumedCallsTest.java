package dev.larder.agent.core.link.coroutine;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import kotlin.coroutines.Continuation;
import kotlin.coroutines.CoroutineContext;
import kotlin.coroutines.EmptyCoroutineContext;
import kotlin.coroutines.SafeContinuation;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Only the body's own continuation, with the sign in its label, resumes it. */
@SuppressWarnings("unused") // read through method handles
final class ResumedCallsTest {

    private static final int RESUMED = Integer.MIN_VALUE;

    /** As Kotlin makes one for each function that has steps. */
    private static final class OfABody extends Plain {

        private int label;

        OfABody(int label) {
            this.label = label;
        }
    }

    private static class Plain implements Continuation<Object> {

        @Override
        public CoroutineContext getContext() {
            return EmptyCoroutineContext.INSTANCE;
        }

        @Override
        public void resumeWith(Object result) {
            throw new AssertionError("nobody is to be resumed");
        }
    }

    private static Object body(int argument, Continuation<Object> next) {
        return "body " + argument;
    }

    private static Object cachedCall(int argument, Continuation<Object> next) {
        return "call " + argument;
    }

    private static Object invoke(@Nullable Continuation<Object> next) throws Throwable {
        MethodHandles.Lookup lookup = MethodHandles.lookup();
        MethodType type = MethodType.methodType(Object.class, int.class, Continuation.class);
        MethodHandle body = lookup.findStatic(ResumedCallsTest.class, "body", type);
        MethodHandle call = lookup.findStatic(ResumedCallsTest.class, "cachedCall", type);
        return (Object) ResumedCalls.toBody(lookup, body, call).invokeExact(7, (Continuation<?>) next);
    }

    @Test
    void ownContinuationWithTheSign_resumesTheBody() throws Throwable {
        assertThat(invoke(new OfABody(RESUMED | 1))).isEqualTo("body 7");
    }

    @Test
    void ownContinuationWithoutTheSign_isACallOfTheRecursion() throws Throwable {
        assertThat(invoke(new OfABody(1))).isEqualTo("call 7");
    }

    @Test
    void continuationsOfOthers_areCalls() throws Throwable {
        assertThat(invoke(new Plain())).isEqualTo("call 7");
        assertThat(invoke(new SafeContinuation<>(new OfABody(RESUMED)))).isEqualTo("call 7");
        assertThat(invoke(null)).isEqualTo("call 7");
    }
}
