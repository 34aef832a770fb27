package dev.larder.agent.core.effect;

import dev.larder.agent.core.result.ColdType;
import dev.larder.agent.core.result.ColdType.ContextTransaction;
import org.jspecify.annotations.Nullable;

/** One call of a method with effects: the application's side of it. */
public interface EffectCall {

    /** Runs the method's own body. What it throws is the application's and passes through untouched. */
    @Nullable
    Object run() throws Throwable;

    /** The class the method declares to return. */
    Class<?> returnType();

    /** Whether the thread of the call may wait for Redis when the work is done. */
    default boolean mayWait() {
        return true;
    }

    /** Whether the work may have been done although it ended by {@code thrown}, since that only means that its caller gave up. */
    default boolean isCutOff(Throwable thrown) {
        return false;
    }

    /** What that class is, if its results are cold. */
    default @Nullable ColdType coldType() {
        return null;
    }

    /** The transaction that the call is in, if that goes with its context and not with its thread; null for none. */
    default @Nullable ContextTransaction transaction() throws Throwable {
        return null;
    }

    /** The same call with other arguments, which may be made on another thread. */
    default EffectCall with(@Nullable Object[] others) {
        throw new UnsupportedOperationException();
    }

    /** The receiver first, unless the method is static. Not to be written to. */
    @Nullable
    Object[] arguments();
}
