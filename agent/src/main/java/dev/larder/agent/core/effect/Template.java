package dev.larder.agent.core.effect;

import dev.larder.agent.core.key.UnsupportedKeyException;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A template of keys, tags or patterns, compiled for one method.
 *
 * <p><b>Failure.</b> {@link UnsupportedKeyException}, and nothing else, for a value that cannot be part of a key.
 */
public interface Template {

    /** What it makes for one call: one text, or one for each element where it has a {@code []}; without duplicates. */
    default List<String> render(@Nullable Object[] arguments, @Nullable Object result) {
        return render(arguments, result, misfit -> {
            throw misfit;
        });
    }

    /**
     * What it makes for one call, without what cannot be rendered.
     *
     * @param misfits hears of each element without a text, or of the whole, and may throw what it hears
     */
    List<String> render(
            @Nullable Object[] arguments, @Nullable Object result, Consumer<UnsupportedKeyException> misfits);

    /** Whether it names what the method returned, so that it means nothing before. */
    boolean needsResult();

    /** As written. */
    String source();
}
