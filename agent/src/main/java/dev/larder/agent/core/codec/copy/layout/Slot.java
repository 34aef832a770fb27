package dev.larder.agent.core.codec.copy.layout;

import dev.larder.agent.core.codec.heap.Heap;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;

/** One instance field of a class. */
public record Slot(String name, Class<?> owner, Class<?> type, long offset, boolean isFinal) {

    public static Slot of(Field field) {
        return new Slot(
                field.getName(),
                field.getDeclaringClass(),
                field.getType(),
                Heap.offsetOf(field),
                Modifier.isFinal(field.getModifiers()));
    }

    public boolean isReference() {
        return !type.isPrimitive();
    }

    /** The size of what it holds; of references, with the compression that most heaps have. */
    public int bytes() {
        if (type == long.class || type == double.class) {
            return Long.BYTES;
        }
        if (type == boolean.class || type == byte.class) {
            return 1;
        }
        return type == short.class || type == char.class ? Short.BYTES : Integer.BYTES;
    }
}
