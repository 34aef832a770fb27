package dev.larder.agent.core.codec.graph;

import java.lang.reflect.Field;
import org.jspecify.annotations.Nullable;

/**
 * One instance field of an application class, readable and, outside records, writable.
 *
 * @param name unique within the class and its superclasses: a field hidden by one of a subclass has {@code ^} after it
 */
public record StateField(String name, Field field) {

    public @Nullable Object valueOf(Object owner) throws IllegalAccessException {
        return field.get(owner);
    }

    /**
     * Sets it.
     *
     * @throws IllegalArgumentException if {@code value} does not fit
     */
    public void set(Object owner, @Nullable Object value) throws IllegalAccessException {
        field.set(owner, value);
    }
}
