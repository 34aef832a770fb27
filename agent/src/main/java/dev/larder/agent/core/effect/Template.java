package dev.larder.agent.core.effect;

import dev.larder.agent.core.key.text.UnsupportedKeyException;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A template of keys, tags or patterns, compiled for one method.
 *
 * <p><b>Failure.</b> {@link UnsupportedKeyException}, and nothing else, for a value that cannot be part of a key.
 */
public interface Template {

    /** The texts for one call: one text, or one for each element if it has a {@code []}; without duplicates. */
    default List<String> render(@Nullable Object[] arguments, @Nullable Object result) {
        return render(arguments, result, misfit -> {
            throw misfit;
        });
    }

    /**
     * The texts for one call, without those that cannot be rendered.
     *
     * @param misfits gets the problem of each element without a text, or of the whole, and may throw it
     */
    List<String> render(
            @Nullable Object[] arguments, @Nullable Object result, Consumer<UnsupportedKeyException> misfits);

    /** Whether it names the method's result, so that it cannot be rendered before the body. */
    boolean needsResult();

    /** Whether nothing that the method's body does can change its texts. False if that is unknown. */
    default boolean isFixed() {
        return false;
    }

    /** As written. */
    String source();
}
