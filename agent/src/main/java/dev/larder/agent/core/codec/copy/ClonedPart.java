package dev.larder.agent.core.codec.copy;

import dev.larder.agent.core.codec.copy.layout.JdkCopies;
import java.util.function.UnaryOperator;

/** An object that its own class copies. */
final class ClonedPart extends Part {

    private final Object kept;
    private final UnaryOperator<Object> cloning;

    ClonedPart(Object kept, UnaryOperator<Object> cloning) {
        this.kept = kept;
        this.cloning = cloning;
    }

    @Override
    Object begin() {
        return cloning.apply(kept);
    }

    @Override
    void finish(Object copy, Object[] repeated) {}

    @Override
    boolean isLike(Part other, PartComparison comparison) {
        return JdkCopies.areEqual(kept, ((ClonedPart) other).kept);
    }
}
