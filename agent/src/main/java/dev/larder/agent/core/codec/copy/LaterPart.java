package dev.larder.agent.core.codec.copy;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * An object that others refer to before it has been walked over: it is nested too deep, or is in one of its own keys.
 *
 * <p><b>Threads.</b> Confined to the walk; immutable once the prototype is made.
 */
final class LaterPart extends Part {

    /** Null once there is a part of the object. */
    private @Nullable Object original;

    /** Null if there is none yet, or the object turned out to be shared. */
    private @Nullable Part target;

    private final int index;
    private boolean isReferenced;

    /** @param index of the object among those that were {@link Seen seen} */
    LaterPart(Object original, int index) {
        this.original = original;
        this.index = index;
    }

    int index() {
        return index;
    }

    Object original() {
        return requireNonNull(original);
    }

    boolean isReferenced() {
        return isReferenced;
    }

    void refer() {
        isReferenced = true;
    }

    /** The part of the object, which is a repeated one. */
    void standsFor(Part part) {
        target = part;
        original = null; // the prototype keeps nothing that the caller has
    }

    /** When all repeated parts have their places. */
    void takePlace() {
        repeat(resolved().place());
    }

    @Override
    Part resolved() {
        return target == null ? this : target;
    }

    @Override
    boolean isLike(Part other, PartComparison comparison) {
        return original().equals(((LaterPart) other).original());
    }

    /** For an object that is shared; the others have the place of their part. */
    @Override
    Object begin() {
        return original();
    }

    @Override
    void finish(Object copy, Object[] repeated) {}
}
