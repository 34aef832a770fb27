package dev.larder.agent.core.engine;

import org.jspecify.annotations.Nullable;

/**
 * What the call site can return.
 *
 * @param type the erased return type; the wrapper class for a primitive
 * @param nullable false for a primitive
 * @param owner the loader of the class that was woven; null for the bootstrap loader
 */
public record ResultType(
        Class<?> type, boolean nullable, @Nullable ClassLoader owner) {

    boolean accepts(@Nullable Object value) {
        return value == null ? nullable : type.isInstance(value);
    }
}
