package dev.larder.agent.core.effect;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A template of keys, tags or patterns, compiled for one method.
 *
 * <p><b>Failure.</b> {@code UnsupportedKeyException} for a value that cannot be part of a key.
 */
public interface Template {

    /** What it makes for one call: one text, or one for each element where it has a {@code []}; without duplicates. */
    List<String> render(@Nullable Object[] arguments, @Nullable Object result);

    /** Whether it names what the method returned, so that it means nothing before. */
    boolean needsResult();

    /** As written. */
    String source();
}
