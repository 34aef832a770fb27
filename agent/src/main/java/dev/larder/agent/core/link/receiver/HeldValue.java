package dev.larder.agent.core.link.receiver;

import dev.larder.agent.core.key.text.FieldText;
import dev.larder.agent.core.type.PlatformTypes;
import java.lang.ref.WeakReference;
import org.jspecify.annotations.Nullable;

/**
 * What one field held once, to tell whether what another object holds there would serve as well: the same object, an
 * equal immutable value, or another object of the same class that has no state at all, such as a lambda that captures nothing.
 *
 * <p><b>Why not more.</b> Two maps with the same content, or two objects with the same fields, differ as soon as one of them
 * changes, and a method that was compared before that would return the other's result. To look into them would also run the
 * application's code.
 *
 * <p><b>Threads.</b> Immutable. It keeps nobody's objects alive but immutable values of the JDK.
 */
final class HeldValue {

    private final @Nullable WeakReference<Object> object;
    private final @Nullable WeakReference<Class<?>> stateless;
    private final @Nullable Object immutable;

    private HeldValue(@Nullable Object value) {
        Class<?> type = value == null ? null : value.getClass();
        this.object = value == null ? null : new WeakReference<>(value);
        this.stateless = type != null && isStateless(type) ? new WeakReference<>(type) : null;
        this.immutable = type != null && FieldText.isImmutable(type) ? value : null;
    }

    /** Of a value, which may be null. */
    static HeldValue of(@Nullable Object value) {
        return new HeldValue(value);
    }

    /** Runs no code of the application's. */
    boolean fits(@Nullable Object other) {
        if (object == null || other == null) {
            return object == null && other == null;
        }
        return object.refersTo(other)
                || (stateless != null && stateless.refersTo(other.getClass()))
                || (immutable != null && immutable.getClass() == other.getClass() && immutable.equals(other));
    }

    /** Not so classes of the platform, which hides fields of some, but {@code Object} itself: it is a lock. */
    private static boolean isStateless(Class<?> type) {
        for (Class<?> owner = type; owner != null && owner != Object.class; owner = owner.getSuperclass()) {
            if (PlatformTypes.contains(owner) || !InstanceFields.fieldsOf(owner).isEmpty()) {
                return false;
            }
        }
        return !type.isArray();
    }
}
