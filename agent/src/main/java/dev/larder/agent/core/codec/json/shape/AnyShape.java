package dev.larder.agent.core.codec.json.shape;

import dev.larder.agent.core.codec.CodecException;
import dev.larder.agent.core.codec.graph.CollectionKind;
import dev.larder.agent.core.codec.graph.MapKind;
import dev.larder.agent.core.codec.graph.UnfitClass;
import dev.larder.agent.core.codec.json.scalar.Scalars;
import dev.larder.agent.core.codec.json.stream.Fingerprint;
import dev.larder.agent.core.codec.json.stream.Shape;
import dev.larder.agent.core.codec.json.stream.ValueReader;
import dev.larder.agent.core.codec.json.stream.ValueWriter;
import dev.larder.agent.core.codec.subclass.Subclasses;
import dev.larder.agent.core.type.BoundType;
import dev.larder.agent.core.type.PlatformTypes;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonToken;

/**
 * A place declared as a general type of the JDK: Object, Number, Comparable, a wildcard.
 *
 * <p>It allows what the closed tables have: scalars, and collections of them, as an array of a code and the content. It
 * allows objects of the application only if the annotation names their classes, and then writes them as an {@link OpenShape}
 * does.
 */
final class AnyShape extends Shape {

    private static final String COLLECTION = "[";
    private static final String MAP = "{";
    private static final String OPTIONAL = "?";
    private static final String OBJECTS = "[]";
    private static final String BYTES = "#";
    private static final String NAMED = "@";

    private final Class<?> type;
    private final @Nullable OpenShape named;
    private final Subclasses subclasses;
    private final Map<String, Shape> composites = new HashMap<>();

    /** {@code named}, if it is there, has the classes that the annotation names. */
    AnyShape(Class<?> type, @Nullable OpenShape named, Subclasses subclasses) {
        this.type = type;
        this.named = named;
        this.subclasses = subclasses;
    }

    @Override
    public void link(Linker shapes) {
        composites.put(COLLECTION, shapes.of(BoundType.of(Collection.class)));
        composites.put(MAP, shapes.of(BoundType.of(Map.class)));
        composites.put(OPTIONAL, shapes.of(BoundType.of(Optional.class)));
        composites.put(OBJECTS, shapes.of(BoundType.of(Object[].class)));
        composites.put(BYTES, shapes.of(BoundType.of(byte[].class)));
        if (named != null) {
            composites.put(NAMED, named);
        }
    }

    @Override
    public void describe(Fingerprint fingerprint) {
        fingerprint.word("any").word(type.getName());
    }

    @Override
    public void write(Object written, ValueWriter out) throws CodecException {
        String scalar = Scalars.codeOf(written.getClass());
        Object value = scalar != null ? written : Fetched.container(written, out);
        String code = scalar != null ? scalar : compositeCode(value);
        Shape shape = shapeOf(code);
        if (shape == null) {
            throw refusal(value, out);
        }
        out.note(value.getClass());
        out.json().writeStartArray();
        out.json().writeString(code);
        out.value(shape, value);
        out.json().writeEndArray();
    }

    private CodecException refusal(Object value, ValueWriter out) {
        UnfitClass unfit = UnfitValue.ofPlatform(value);
        String found = "declared as " + type.getName() + ", found " + ValueWriter.nameOf(value);
        if (unfit != null) {
            boolean isDeclared = value.getClass() == type; // which the sentence should not say twice
            return out.refuse(
                    isDeclared ? type.getName() + " " + unfit.reason() : found + ", which " + unfit.reason(),
                    unfit.remedy());
        }
        UnfitClass refusal = PlatformTypes.contains(value.getClass()) ? null : subclasses.refusal(value.getClass());
        return refusal == null
                ? out.refuse(found + ", a class that the method's signature does not name")
                : out.refuse(found + ", which " + refusal.reason(), refusal.remedy());
    }

    private static String compositeCode(Object value) {
        if (CollectionKind.of(value) != null) {
            return COLLECTION;
        }
        if (MapKind.of(value) != null) {
            return MAP;
        }
        if (value instanceof Optional<?>) {
            return OPTIONAL;
        }
        if (value.getClass() == Object[].class) {
            return OBJECTS;
        }
        return value instanceof byte[] ? BYTES : NAMED;
    }

    private @Nullable Shape shapeOf(String code) {
        Shape composite = composites.get(code);
        return composite != null ? composite : Scalars.ofCode(code);
    }

    @Override
    public Object read(ValueReader in) throws CodecException {
        in.require(JsonToken.START_ARRAY);
        in.next(JsonToken.VALUE_STRING);
        Shape shape = shapeOf(in.text());
        if (shape == null) {
            throw in.malformed("not a code of a type");
        }
        Object value = in.nextValue(shape);
        in.next(JsonToken.END_ARRAY);
        if (!type.isInstance(value)) {
            throw in.malformed("not a " + type.getName());
        }
        return value;
    }
}
