package dev.larder.agent.core.codec.copy.layout;

import org.jspecify.annotations.Nullable;

/**
 * Makes shallow copies of the objects of one class: all fields, no constructor.
 *
 * <p><b>Threads.</b> Immutable. Kept by the class whose objects it copies.
 */
public abstract class Shell {

    public abstract Object copyOf(Object original);

    /** Copies all objects of an array into another one of its length; nulls stay. */
    public abstract void copyAll(@Nullable Object[] originals, @Nullable Object[] copies);
}
