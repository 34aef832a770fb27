package dev.larder.agent.core.codec.json;

import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Supplier;

/**
 * Keeps a few objects that are not in use, so that not every call makes its own.
 *
 * <p><b>Threads.</b> Thread-safe, without locks. What {@link #take} returns belongs to the caller until {@link #give}.
 *
 * <p><b>Why</b> not one for each thread: the threads belong to the application, and there may be a million of them.
 */
final class Spares<T> {

    private static final int PLACES = 16;

    private final AtomicReferenceArray<T> places = new AtomicReferenceArray<>(PLACES);
    private final Supplier<T> maker;

    Spares(Supplier<T> maker) {
        this.maker = maker;
    }

    T take() {
        for (int i = 0; i < PLACES; i++) {
            if (places.getPlain(i) != null) {
                T spare = places.getAndSet(i, null);
                if (spare != null) {
                    return spare;
                }
            }
        }
        return maker.get();
    }

    /** Keeps an object for the next caller, if there is room. It must not hold on to anything. */
    void give(T used) {
        for (int i = 0; i < PLACES; i++) {
            if (places.getPlain(i) == null && places.compareAndSet(i, null, used)) {
                return;
            }
        }
    }
}
