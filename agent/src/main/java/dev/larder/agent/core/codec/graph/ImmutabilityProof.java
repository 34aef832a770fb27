package dev.larder.agent.core.codec.graph;

import dev.larder.agent.core.type.PlatformTypes;
import java.lang.reflect.Modifier;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Proves that a value and everything it reaches are immutable, so that callers may share it.
 *
 * <p>A graph is immutable if it consists of leaves known to be immutable, the JDK's immutable collections (not
 * unmodifiable views), and application objects whose fields are all final, including those of superclasses. In doubt,
 * or if the graph is too large to inspect, the answer is no.
 *
 * <p><b>Threads.</b> Confined to one call; used once.
 */
public final class ImmutabilityProof {

    private static final int MAX_DEPTH = 100;
    private static final int MAX_OBJECTS = 10_000;

    private static final Set<Class<?>> COLLECTIONS = Set.of(
            List.of().getClass(),
            List.of(0).getClass(),
            Set.of(0).getClass(),
            Set.of(0, 1, 2).getClass(),
            Collections.emptyList().getClass(),
            Collections.emptySet().getClass(),
            Collections.singletonList(0).getClass(),
            Collections.singleton(0).getClass());
    private static final Set<Class<?>> MAPS = Set.of(
            Map.of().getClass(),
            Map.of(0, 0).getClass(),
            Collections.emptyMap().getClass(),
            Collections.singletonMap(0, 0).getClass());

    private final Predicate<Class<?>> immutableLeaf;
    private int objects;

    private ImmutabilityProof(Predicate<Class<?>> immutableLeaf) {
        this.immutableLeaf = immutableLeaf;
    }

    /**
     * Whether the proof succeeds.
     *
     * @param immutableLeaf tests for classes of the JDK whose objects are deeply immutable
     */
    public static boolean holds(@Nullable Object value, Predicate<Class<?>> immutableLeaf) {
        return new ImmutabilityProof(immutableLeaf).isImmutable(value, 0);
    }

    private boolean isImmutable(@Nullable Object value, int depth) {
        if (value == null || value instanceof Enum<?> || immutableLeaf.test(value.getClass())) {
            return true;
        }
        if (depth > MAX_DEPTH || ++objects > MAX_OBJECTS) {
            return false;
        }
        if (!PlatformTypes.contains(value.getClass())) {
            return !value.getClass().isArray() && isImmutableObject(value, depth + 1);
        }
        if (value instanceof Optional<?> optional) {
            return isImmutable(optional.orElse(null), depth + 1);
        }
        if (COLLECTIONS.contains(value.getClass())) {
            return areImmutable((Collection<?>) value, depth + 1);
        }
        return MAPS.contains(value.getClass())
                && areImmutable(((Map<?, ?>) value).keySet(), depth + 1)
                && areImmutable(((Map<?, ?>) value).values(), depth + 1);
    }

    private boolean areImmutable(Collection<?> values, int depth) {
        for (Object value : values) {
            if (!isImmutable(value, depth)) {
                return false;
            }
        }
        return true;
    }

    private boolean isImmutableObject(Object value, int depth) {
        ObjectState state = ObjectState.of(value.getClass());
        if (state.refusal() != null || !state.isAllFinal()) {
            return false;
        }
        for (StateField field : state.fields()) {
            if (!isImmutableField(field, value, depth)) {
                return false;
            }
        }
        return true;
    }

    private boolean isImmutableField(StateField field, Object owner, int depth) {
        try {
            return holdsLeaves(field.field().getType()) || isImmutable(field.valueOf(owner), depth);
        } catch (IllegalAccessException e) {
            return false;
        }
    }

    /** Whether a field of this type can only hold leaves, so that it need not be read. */
    private boolean holdsLeaves(Class<?> type) {
        return type.isPrimitive() || (Modifier.isFinal(type.getModifiers()) && immutableLeaf.test(type));
    }
}
