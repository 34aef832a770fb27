package dev.larder.agent.core.codec.json.shape;

import dev.larder.agent.core.codec.graph.ObjectState;
import dev.larder.agent.core.codec.graph.StateField;
import dev.larder.agent.core.codec.json.scalar.Scalars;
import org.jspecify.annotations.Nullable;

/**
 * Whether keys can be hashed before everything that they refer to is complete: if their hash codes do not depend on it.
 *
 * <p><b>Threads.</b> Stateless. No method of a key is called.
 */
final class KnownHashes {

    private static final int MAX_DEPTH = 10;

    private KnownHashes() {}

    /** Whether every {@code step}th object in a part of an array, from its first on, is such a key. */
    static boolean areIn(@Nullable Object[] source, int from, int to, int step) {
        for (int i = from; i < to; i += step) {
            if (!isKnown(source[i], 0)) {
                return false;
            }
        }
        return true;
    }

    static boolean areIn(Iterable<?> keys) {
        for (Object key : keys) {
            if (!isKnown(key, 0)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isKnown(@Nullable Object key, int depth) {
        if (key == null || key instanceof Enum<?> || Scalars.isImmutable(key.getClass())) {
            return true;
        }
        if (key.getClass().isRecord()) { // which may look into what it has
            return depth < MAX_DEPTH && areComponentsKnown(key, depth + 1);
        }
        return depth == 0 && isIdentity(key.getClass());
    }

    private static boolean areComponentsKnown(Object record, int depth) {
        try {
            for (StateField field : ObjectState.of(record.getClass()).fields()) {
                if (!isKnown(field.valueOf(record), depth)) {
                    return false;
                }
            }
            return true;
        } catch (IllegalAccessException e) {
            return false;
        }
    }

    /** Whether objects of a class are equal to themselves alone, and are not sorted. */
    private static boolean isIdentity(Class<?> type) {
        try {
            return !Comparable.class.isAssignableFrom(type)
                    && type.getMethod("hashCode").getDeclaringClass() == Object.class
                    && type.getMethod("equals", Object.class).getDeclaringClass() == Object.class;
        } catch (NoSuchMethodException e) {
            return false;
        }
    }
}
