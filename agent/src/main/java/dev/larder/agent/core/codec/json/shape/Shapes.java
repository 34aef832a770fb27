package dev.larder.agent.core.codec.json.shape;

import dev.larder.agent.core.codec.graph.ObjectState;
import dev.larder.agent.core.codec.graph.UnfitClass;
import dev.larder.agent.core.codec.json.scalar.Scalars;
import dev.larder.agent.core.codec.json.stream.Fingerprint;
import dev.larder.agent.core.codec.json.stream.Shape;
import dev.larder.agent.core.codec.subclass.ClassScope;
import dev.larder.agent.core.codec.subclass.Subclasses;
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
 * <p><b>Threads.</b> Confined to one building: of a codec, or of what {@link GrowingShapes} adds to it.
 */
public final class Shapes implements Shape.Linker {

    /** @param exact whether the class is exactly that of the type */
    record Place(BoundType type, boolean exact) {}

    private final Map<Place, Shape> known;
    private final Queue<Shape> unlinked = new ArrayDeque<>();

    private final ClassScope scope;
    private final GrowingShapes later;

    /** Builds on what is {@code known}. */
    Shapes(Map<Place, Shape> known, ClassScope scope, GrowingShapes later) {
        this.known = new HashMap<>(known);
        this.scope = scope;
        this.later = later;
    }

    /**
     * The shape of {@code type}, complete.
     *
     * @param scope the classes besides those that the type names
     */
    public static Shape build(BoundType type, ClassScope scope) {
        return new GrowingShapes(scope).add(type, false);
    }

    /** Its shape, complete; null if it reaches too many types. */
    @Nullable
    Shape complete(BoundType type, boolean exactly) {
        Shape root = exactly ? ofExactly(type) : of(type);
        for (Shape next = unlinked.poll(); next != null; next = unlinked.poll()) {
            if (known.size() > Fingerprint.MAX_SHAPES) {
                return null;
            }
            next.link(this);
        }
        return root;
    }

    /** All shapes by their places. */
    Map<Place, Shape> known() {
        return known;
    }

    @Override
    public Shape of(BoundType type) {
        return enter(new Place(type, false));
    }

    @Override
    public Shape ofExactly(BoundType type) {
        return enter(exactly(type));
    }

    private static Place exactly(BoundType type) {
        Class<?> raw = type.raw();
        return new Place(type, !raw.isEnum() && (raw.isSealed() || Subclasses.areAllowed(raw)));
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
        if (type.as(Map.Entry.class) != null) {
            return new EntryShape(type);
        }
        BoundType iterable = type.as(Iterable.class);
        BoundType collection = type.as(Collection.class);
        if (collection != null || raw == Iterable.class) {
            return new CollectionShape(type, Objects.requireNonNull(iterable).argument(0));
        }
        Subclasses subclasses = new Subclasses(raw, scope);
        return new AnyShape(
                raw, Subclasses.areNamed(raw, scope) ? new OpenShape(type, subclasses, later) : null, subclasses);
    }

    private Shape ofApplicationType(BoundType type) {
        Class<?> raw = type.raw();
        if (raw.isSealed()) {
            return ConstantShape.around(raw, new SealedShape(type));
        }
        return Subclasses.areAllowed(raw)
                ? ConstantShape.around(raw, new OpenShape(type, new Subclasses(raw, scope), later))
                : ofApplicationClass(type);
    }

    private static Shape ofApplicationClass(BoundType type) {
        ObjectState state = ObjectState.of(type.raw());
        UnfitClass refusal = state.refusal();
        Shape others = refusal == null ? new ObjectShape(type, state) : new RefusedShape(type.toString(), refusal);
        return ConstantShape.around(type.raw(), others);
    }
}
