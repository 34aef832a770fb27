package dev.larder.agent.core.plan;

import dev.larder.agent.core.key.KeyPart;
import dev.larder.agent.core.key.KeyTemplate;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * What a {@code @CachePut} stores.
 *
 * @param parameter from 0, without the receiver; empty for the result
 */
public record PutValue(OptionalInt parameter) {

    /** Null for a template that is neither the result nor a parameter. */
    public static @Nullable PutValue of(KeyTemplate template) {
        List<KeyPart> parts = template.parts();
        KeyPart only = parts.size() == 1 ? parts.get(0) : null;
        if (only instanceof KeyPart.Result result && result.path().isEmpty()) {
            return new PutValue(OptionalInt.empty());
        }
        return only instanceof KeyPart.Argument argument && argument.path().isEmpty()
                ? new PutValue(OptionalInt.of(argument.index()))
                : null;
    }
}
