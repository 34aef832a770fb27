package dev.larder.agent.core.codec.json.shape;

import dev.larder.agent.core.codec.graph.ObjectState;
import dev.larder.agent.core.codec.graph.UnfitClass;
import dev.larder.agent.core.codec.json.scalar.Scalars;
import dev.larder.agent.core.codec.json.stream.Fingerprint;
import dev.larder.agent.core.codec.json.stream.Shape;
import dev.larder.agent.core.type.BoundType;
import dev.larder.agent.core.type.PlatformTypes;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * Builds the tree of shapes of one declared type. Each type has one shape, so a recursive type makes a cycle.
 *
 * <p><b>Threads.</b> Confined to the building of one codec.
 */
public final class Shapes implements Shape.Linker {

    private record Place(BoundType type, boolean exact) {}

    private final Map<Place, Shape> known = new HashMap<>();
    private final Queue<Shape> unlinked = new ArrayDeque<>();

    private Shapes() {}

    /** The shape of {@code type}, complete. */
    public static Shape build(BoundType type) {
        Shapes shapes = new Shapes();
        Shape root = shapes.of(type);
        for (Shape next = shapes.unlinked.poll(); next != null; next = shapes.unlinked.poll()) {
            if (shapes.known.size() > Fingerprint.MAX_SHAPES) {
                return new RefusedShape(
                        type.toString(), UnfitClass.asItIs("reaches more types than can be looked through"));
            }
            next.link(shapes);
        }
        return root;
    }

    @Override
    public Shape of(BoundType type) {
        return enter(new Place(type, false));
    }

    @Override
    public Shape ofExactly(BoundType type) {
        return enter(new Place(type, type.raw().isSealed()));
    }

    static Shape linked(@Nullable Shape shape) {
        return Objects.requireNonNull(shape, "link comes before use");
    }

    private Shape enter(Place place) {
        Shape shape = known.get(place);
        if (shape == null) {
            shape = place.exact ? ofApplicationClass(place.type) : create(place.type);
            known.put(place, shape);
            unlinked.add(shape);
        }
        return shape;
    }

    private Shape create(BoundType type) {
        Class<?> raw = type.raw();
        Shape primitive = Scalars.ofPrimitive(raw);
        if (primitive != null) {
            return primitive;
        }
        if (raw.isArray()) {
            return raw == byte[].class ? new BytesShape() : new ArrayShape(type);
        }
        if (raw.isEnum()) {
            return new EnumShape(raw);
        }
        return PlatformTypes.contains(raw) ? ofPlatformType(type) : ofApplicationType(type);
    }

    private Shape ofPlatformType(BoundType type) {
        Class<?> raw = type.raw();
        Shape scalar = Scalars.of(raw);
        if (scalar != null) {
            return scalar;
        }
        if (raw == Optional.class) {
            return new OptionalShape(type);
        }
        BoundType map = type.as(Map.class);
        if (map != null) {
            return new MapShape(type, map.argument(0), map.argument(1));
        }
        BoundType iterable = type.as(Iterable.class);
        BoundType collection = type.as(Collection.class);
        if (collection != null || raw == Iterable.class) {
            return new CollectionShape(type, Objects.requireNonNull(iterable).argument(0));
        }
        return new AnyShape(raw);
    }

    private static Shape ofApplicationType(BoundType type) {
        return type.raw().isSealed()
                ? ConstantShape.around(type.raw(), new SealedShape(type))
                : ofApplicationClass(type);
    }

    private static Shape ofApplicationClass(BoundType type) {
        ObjectState state = ObjectState.of(type.raw());
        UnfitClass refusal = state.refusal();
        Shape others = refusal == null ? new ObjectShape(type, state) : new RefusedShape(type.toString(), refusal);
        return ConstantShape.around(type.raw(), others);
    }
}
