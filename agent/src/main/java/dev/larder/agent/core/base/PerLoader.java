package dev.larder.agent.core.base;

import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * One value for each class loader, as long as the loader lives.
 *
 * <p>The values must not refer to the loader or its classes.
 *
 * <p><b>Threads.</b> Thread-safe.
 *
 * <p><b>Why</b> not {@link java.util.WeakHashMap}: it calls {@code hashCode} and {@code equals} of the loaders, which
 * are the application's code. Why a method to override and not a {@link java.util.function.Supplier}: the first lambda
 * of a JVM takes tens of milliseconds, and this runs before the application's main.
 */
public abstract class PerLoader<T> {

    private final Map<Object, T> values = new ConcurrentHashMap<>();
    private final ReferenceQueue<ClassLoader> collected = new ReferenceQueue<>();

    /** The initial value for a loader. */
    protected abstract T initial();

    public T get(ClassLoader loader) {
        forgetCollected();
        Key key = new Key(loader, collected);
        T value = values.get(key);
        if (value == null) {
            T created = initial();
            T earlier = values.putIfAbsent(key, created);
            value = earlier == null ? created : earlier;
        }
        return value;
    }

    private void forgetCollected() {
        for (Reference<?> key = collected.poll(); key != null; key = collected.poll()) {
            values.remove(key);
        }
    }

    private static final class Key extends WeakReference<ClassLoader> {

        private final int hash;

        private Key(ClassLoader loader, ReferenceQueue<ClassLoader> queue) {
            super(loader, queue);
            this.hash = System.identityHashCode(loader);
        }

        @Override
        public int hashCode() {
            return hash;
        }

        /** A collected key is equal only to itself, so that it can be removed. */
        @Override
        public boolean equals(@Nullable Object other) {
            ClassLoader loader = get();
            return this == other || (loader != null && other instanceof Key key && key.get() == loader);
        }
    }
}
