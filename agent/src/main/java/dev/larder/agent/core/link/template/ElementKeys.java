package dev.larder.agent.core.link.template;

import dev.larder.agent.core.key.KeyElements;
import dev.larder.agent.core.key.text.KeyEncoder;
import dev.larder.agent.core.key.text.UnsupportedKeyException;
import java.lang.invoke.MethodHandle;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Makes the keys of one batch, each from the arguments and one of the ids.
 *
 * <p><b>Threads.</b> Immutable. Runs the application's iterators and accessors on the caller's thread.
 *
 * <p><b>Failure.</b> {@link UnsupportedKeyException} for ids that cannot be read, or that no key can be made of.
 */
public final class ElementKeys {

    private final String source;

    /** (Object[])String: the arguments and an element. */
    private final MethodHandle text;

    private final UnaryOperator<String> hide;

    ElementKeys(String source, MethodHandle text, UnaryOperator<String> hide) {
        this.source = source;
        this.text = text;
        this.hide = hide;
    }

    /** What is in {@code collection}, which is not null. */
    public List<@Nullable Object> elementsOf(Object collection) {
        List<@Nullable Object> elements = new ArrayList<>();
        try {
            KeyElements.forEach(collection, source, elements::add);
        } catch (UnsupportedKeyException tooMany) {
            throw tooMany;
        } catch (RuntimeException | LinkageError theirs) { // of an iterator of the application
            throw KeyEncoder.unreadable(source, theirs);
        }
        return elements;
    }

    /** For {@link #keyOf}: the arguments, with room for an element. */
    public @Nullable Object[] inputs(@Nullable Object[] arguments) {
        return Arrays.copyOf(arguments, arguments.length + 1);
    }

    /** The key of one element, which is written to {@code inputs}. */
    public String keyOf(@Nullable Object[] inputs, @Nullable Object element) {
        inputs[inputs.length - 1] = element;
        try {
            return hide.apply((String) text.invokeExact(inputs));
        } catch (UnsupportedKeyException unsupported) {
            throw unsupported;
        } catch (Throwable theirs) { // also for an element not of the declared type
            throw KeyEncoder.unreadable(source, theirs);
        }
    }
}
