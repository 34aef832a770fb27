package dev.larder.agent.core.link.woven;

import java.lang.reflect.Modifier;
import org.jspecify.annotations.Nullable;

/**
 * The monitor of a synchronized method's body.
 *
 * @param isSynchronized whether there is one
 * @param shared the class, for a static method; null if it is the receiver's
 */
public record BodyMonitor(boolean isSynchronized, @Nullable Class<?> shared) {

    public static final BodyMonitor NONE = new BodyMonitor(false, null);

    public static BodyMonitor of(int modifiers, Class<?> owner) {
        return new BodyMonitor(Modifier.isSynchronized(modifiers), Modifier.isStatic(modifiers) ? owner : null);
    }

    /** Null for none. */
    public @Nullable Object in(@Nullable Object[] arguments) {
        if (!isSynchronized) {
            return null;
        }
        return shared == null ? arguments[0] : shared;
    }
}
