package dev.larder.agent.core.codec;

import org.jspecify.annotations.Nullable;

/** The same immutable value for everybody. */
public record SharedCopies(@Nullable Object copy, long bytes) implements Copies {

    @Override
    public boolean isShared() {
        return true;
    }

    @Override
    public boolean isLike(@Nullable Object value) {
        return value == copy; // it cannot have changed
    }
}
