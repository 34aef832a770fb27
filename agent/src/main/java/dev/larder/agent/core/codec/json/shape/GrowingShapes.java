package dev.larder.agent.core.codec.json.shape;

import dev.larder.agent.core.codec.graph.UnfitClass;
import dev.larder.agent.core.codec.json.shape.Shapes.Place;
import dev.larder.agent.core.codec.json.stream.Shape;
import dev.larder.agent.core.codec.subclass.ClassScope;
import dev.larder.agent.core.type.BoundType;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;

/**
 * All shapes of one codec: those of its declared type, and those of the classes that its values have brought since. One place
 * has one shape, so that an object that is reached by two ways is written once.
 *
 * <p><b>Threads.</b> Thread-safe, without a lock: building may run the application's class loader, which may wait for a thread that
 * reads a value.
 */
final class GrowingShapes {

    /** If others add that often meanwhile, the shape is used without being entered. */
    private static final int MAX_ATTEMPTS = 8;

    private final ClassScope scope;
    private final AtomicReference<Map<Place, Shape>> all = new AtomicReference<>(Map.of());

    GrowingShapes(ClassScope scope) {
        this.scope = scope;
    }

    /** The shape of {@code type}, or of objects of exactly its class. */
    Shape add(BoundType type, boolean exactly) {
        for (int attempt = 1; ; attempt++) {
            Map<Place, Shape> before = Objects.requireNonNull(all.get());
            Shapes building = new Shapes(before, scope, this);
            Shape shape = building.complete(type, exactly);
            if (shape == null) {
                return new RefusedShape(
                        type.toString(), UnfitClass.asItIs("reaches more types than can be looked through"));
            }
            if (all.compareAndSet(before, building.known()) || attempt == MAX_ATTEMPTS) {
                return shape;
            }
        }
    }
}
