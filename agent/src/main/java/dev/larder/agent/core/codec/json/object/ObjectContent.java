package dev.larder.agent.core.codec.json.object;

import dev.larder.agent.core.codec.CodecException;
import dev.larder.agent.core.codec.graph.ObjectState;
import dev.larder.agent.core.codec.heap.Heap;
import dev.larder.agent.core.codec.json.stream.Shape;
import dev.larder.agent.core.codec.json.stream.ValueReader;
import dev.larder.agent.core.codec.json.stream.ValueWriter;
import java.util.List;

/**
 * The fields of the objects of one class, in the order of their names.
 *
 * <p><b>Threads.</b> Immutable.
 */
public abstract class ObjectContent {

    /**
     * The content of objects whose class is exactly {@code type}.
     *
     * @param places the shapes of the fields of {@code state}, in their order
     */
    public static ObjectContent of(Class<?> type, ObjectState state, List<Shape> places) {
        return Heap.isOpen() ? FieldContent.made(type, state, places) : new ReflectedContent(state, places);
    }

    /** Writes the fields and their names, without braces. {@code value} has exactly the described class. */
    public abstract void write(Object value, ValueWriter out) throws CodecException;

    /**
     * Makes an object of the fields that come next.
     *
     * @throws CodecException if they are not those that were written
     * @throws ReflectiveOperationException if a record's constructor threw
     */
    public abstract Object read(ValueReader in) throws CodecException, ReflectiveOperationException;
}
