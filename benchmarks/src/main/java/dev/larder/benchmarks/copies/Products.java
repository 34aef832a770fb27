package dev.larder.benchmarks.copies;

import org.jspecify.annotations.Nullable;

/** A service of which results are cached. */
abstract class Products {

    private final Kind kind;

    /** What the body returns at once; null while it makes a value. */
    private @Nullable Object ready;

    Products(Kind kind) {
        this.kind = kind;
    }

    abstract Object find(long id);

    /** The method's body. */
    final Object load(long id) {
        Object value = ready;
        return value == null ? kind.load(id) : value;
    }

    /** Has a body that takes no time, or one that makes a value. */
    final void makeReady(boolean isReady) {
        ready = isReady ? kind.load(0) : null;
    }
}
