package dev.larder.agent.core.codec;

import org.jspecify.annotations.Nullable;

/**
 * What memory keeps of a value, and the copies that callers get of it.
 *
 * <p><b>Threads.</b> Thread-safe.
 */
public interface Copies {

    /** The value itself if it is immutable, otherwise a new copy, which only the caller has. */
    @Nullable
    Object copy();

    /** Whether the value is immutable, so that all callers may have it. */
    boolean isShared();

    /** How many bytes of memory it takes, about. */
    long bytes();

    /** Whether {@code value} has the content now that it was made from. */
    boolean isLike(@Nullable Object value);
}
