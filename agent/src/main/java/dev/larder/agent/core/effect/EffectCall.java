package dev.larder.agent.core.effect;

import org.jspecify.annotations.Nullable;

/** One call of a method with effects: the application's side of it. */
public interface EffectCall {

    /** Runs the method's own body. What it throws is the application's and passes through untouched. */
    @Nullable
    Object run() throws Throwable;

    /** The class the method declares to return. */
    Class<?> returnType();

    /** The receiver first, unless the method is static. Not to be written to. */
    @Nullable
    Object[] arguments();
}
