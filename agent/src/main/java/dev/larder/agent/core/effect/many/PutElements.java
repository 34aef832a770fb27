package dev.larder.agent.core.effect.many;

import dev.larder.agent.core.key.text.UnsupportedKeyException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a put of many makes an entry of each: the elements of the collection that its key has a {@code []} behind.
 *
 * <p><b>Failure.</b> {@link UnsupportedKeyException}, and nothing else, for what cannot be read or cannot be part of a key.
 */
public interface PutElements {

    /** Whether the key or a tag names the method's result. */
    boolean needsResult();

    /** In their order, with duplicates. */
    List<@Nullable Object> of(@Nullable Object[] arguments, @Nullable Object result);

    /** The key of one. */
    String keyOf(@Nullable Object[] arguments, @Nullable Object result, @Nullable Object element);

    /** The tags of its entry. */
    List<String> tagsOf(@Nullable Object[] arguments, @Nullable Object result, @Nullable Object element);
}
