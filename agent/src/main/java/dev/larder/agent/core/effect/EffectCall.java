package dev.larder.agent.core.effect;

import dev.larder.agent.core.result.ColdType;
import org.jspecify.annotations.Nullable;

/** One call of a method with effects: the application's side of it. */
public interface EffectCall {

    /** Runs the method's own body. What it throws is the application's and passes through untouched. */
    @Nullable
    Object run() throws Throwable;

    /** The class the method declares to return. */
    Class<?> returnType();

    /** What that class is, if its results are cold. */
    default @Nullable ColdType coldType() {
        return null;
    }

    /** The receiver first, unless the method is static. Not to be written to. */
    @Nullable
    Object[] arguments();
}
