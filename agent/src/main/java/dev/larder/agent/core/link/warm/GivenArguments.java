package dev.larder.agent.core.link.warm;

import dev.larder.agent.core.warm.Warmable;
import java.lang.reflect.Array;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.stream.BaseStream;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The arguments that an application's method yielded, taken one after the other.
 *
 * <p><b>Failure.</b> An element that is not what the method's parameters need ends in an exception with the reason.
 */
final class GivenArguments implements Warmable.Arguments {

    private final Iterator<?> elements;
    private final int count;
    private final Runnable end;

    private GivenArguments(Iterator<?> elements, int count, Runnable end) {
        this.elements = elements;
        this.count = count;
        this.end = end;
    }

    /** One call without arguments. */
    static GivenArguments none() {
        return new GivenArguments(List.<Object[]>of(new Object[0]).iterator(), 0, () -> {});
    }

    /**
     * One call for each element.
     *
     * @param yielded an Iterable, an array or a stream
     * @param count of the method's parameters
     */
    static GivenArguments of(@Nullable Object yielded, int count) {
        if (yielded instanceof Iterable<?> iterable) {
            return new GivenArguments(iterable.iterator(), count, () -> {});
        }
        if (yielded instanceof BaseStream<?, ?> stream) {
            return new GivenArguments(stream.iterator(), count, stream::close);
        }
        if (yielded == null) {
            return new GivenArguments(Collections.emptyIterator(), count, () -> {});
        }
        Iterator<?> elements = IntStream.range(0, Array.getLength(yielded))
                .mapToObj(i -> Array.get(yielded, i))
                .iterator();
        return new GivenArguments(elements, count, () -> {});
    }

    @Override
    public boolean hasNext() {
        return elements.hasNext();
    }

    @Override
    public @Nullable Object[] next() {
        Object element = elements.next();
        if (count == 1) {
            return new Object[] {element};
        }
        Object[] arguments = element instanceof List<?> list ? list.toArray() : (Object[]) element;
        if (arguments == null || arguments.length != count) {
            throw new IllegalArgumentException("An element of the arguments does not have " + count + " values");
        }
        return arguments;
    }

    @Override
    public void close() {
        end.run();
    }
}
