package dev.larder.agent.core.codec.json.shape;

import dev.larder.agent.core.codec.CodecException;
import dev.larder.agent.core.codec.json.stream.Fingerprint;
import dev.larder.agent.core.codec.json.stream.Shape;
import dev.larder.agent.core.codec.json.stream.ValueReader;
import dev.larder.agent.core.codec.json.stream.ValueWriter;
import dev.larder.agent.core.codec.subclass.Subclasses;
import dev.larder.agent.core.type.BoundType;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.core.JsonToken;

/**
 * A place declared as a sealed type: an array of the number of one of its classes, in the order of their names, and
 * the object.
 *
 * <p>The classes are those the declaration permits; the number only chooses among them.
 */
final class SealedShape extends Shape {

    private final BoundType type;
    private final List<BoundType> options;
    private final List<Shape> places = new ArrayList<>();

    SealedShape(BoundType type) {
        this.type = type;
        this.options = concrete(type)
                .distinct()
                .sorted(Comparator.comparing(option -> option.raw().getName()))
                .toList();
    }

    /** A permitted type that is not sealed in its turn is one option, with the subclasses that are found for it. */
    private static Stream<BoundType> concrete(BoundType type) {
        Class<?> raw = type.raw();
        boolean isOption = raw.isEnum() || isOpen(raw) || !Modifier.isAbstract(raw.getModifiers());
        Stream<BoundType> itself = isOption ? Stream.of(type) : Stream.of();
        Stream<BoundType> below = raw.isSealed() && !raw.isEnum()
                ? Stream.of(raw.getPermittedSubclasses()).flatMap(sub -> concrete(type.narrowedTo(sub)))
                : Stream.of();
        return Stream.concat(itself, below);
    }

    private static boolean isOpen(Class<?> raw) {
        return !raw.isSealed() && Subclasses.areAllowed(raw);
    }

    @Override
    public void link(Linker shapes) {
        options.forEach(option -> places.add(isOpen(option.raw()) ? shapes.of(option) : shapes.ofExactly(option)));
    }

    @Override
    public void describe(Fingerprint fingerprint) {
        fingerprint.word("sealed").word(type.raw().getName());
        places.forEach(fingerprint::shape);
    }

    @Override
    public void write(Object value, ValueWriter out) throws CodecException {
        int option = optionOf(value);
        if (option < 0) {
            throw out.refuse("declared as " + type + ", found " + ValueWriter.nameOf(value)
                    + ", a class that the sealed type does not name");
        }
        out.json().writeStartArray();
        out.json().writeNumber(option);
        out.value(places.get(option), value);
        out.json().writeEndArray();
    }

    private int optionOf(Object value) {
        Class<?> actual = value instanceof Enum<?> constant ? constant.getDeclaringClass() : value.getClass();
        for (int i = 0; i < options.size(); i++) {
            if (options.get(i).raw() == actual) {
                return i;
            }
        }
        return openOptionOf(actual);
    }

    private int openOptionOf(Class<?> actual) {
        for (int i = 0; i < options.size(); i++) {
            Class<?> raw = options.get(i).raw();
            if (isOpen(raw) && raw.isAssignableFrom(actual)) {
                return i;
            }
        }
        return -1;
    }

    @Override
    public Object read(ValueReader in) throws CodecException {
        in.require(JsonToken.START_ARRAY);
        in.next(JsonToken.VALUE_NUMBER_INT);
        Shape place = places.get((int) in.integer(0, places.size() - 1L));
        Object value = in.nextValue(place);
        in.next(JsonToken.END_ARRAY);
        if (value == null) {
            throw in.malformed("a null of a certain class");
        }
        return value;
    }
}
