package dev.larder.agent.core.codec.copy.layout;

import org.jspecify.annotations.Nullable;

/**
 * Copies and measures the objects of one class: all fields, no constructor, and nothing of what they refer to but texts,
 * numbers and the like.
 *
 * <p><b>Threads.</b> Immutable. Kept by the class whose objects it copies.
 */
public abstract class Shell {

    /** What {@link #takeAll} and {@link #measureAll} return for an array with objects of other classes. */
    public static final long MIXED = -1;

    /** A shallow copy. */
    public abstract Object copyOf(Object original);

    /** Copies all objects of an array into another one of its length; nulls stay. */
    public abstract void copyAll(@Nullable Object[] originals, @Nullable Object[] copies);

    /** The bytes of an object, with the texts and numbers that only it refers to. */
    public abstract long bytesOf(Object original);

    /**
     * A number made from the content: objects that have the same one may be the same object. It changes when the object
     * does.
     *
     * @param depth how many objects further it may look, if the object itself has no number or text
     */
    public abstract int hintOf(Object original, int depth);

    /**
     * Copies all objects of an array, and writes the hint of each to its place.
     *
     * @return the bytes of all, or {@link #MIXED}, after which the content of the other arrays means nothing
     */
    public abstract long takeAll(@Nullable Object[] originals, @Nullable Object[] copies, int[] hints);

    /** The bytes of all objects of an array, or {@link #MIXED}. */
    public abstract long measureAll(@Nullable Object[] originals);
}
