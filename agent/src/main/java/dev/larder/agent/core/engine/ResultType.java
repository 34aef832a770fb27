package dev.larder.agent.core.engine;

import dev.larder.agent.core.store.EntryOwner;
import org.jspecify.annotations.Nullable;

/**
 * What the call site can return.
 *
 * @param type the erased return type; the wrapper class for a primitive
 * @param nullable false for a primitive
 * @param owner the owner of the call site's entries; null for none
 */
public record ResultType(
        Class<?> type, boolean nullable, @Nullable EntryOwner owner) {

    boolean accepts(@Nullable Object value) {
        return value == null ? nullable : type.isInstance(value);
    }
}
