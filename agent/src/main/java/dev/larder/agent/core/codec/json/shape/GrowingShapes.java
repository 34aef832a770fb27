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

    private final ClassScope scope;
    private final AtomicReference<Map<Place, Shape>> all = new AtomicReference<>(Map.of());

    GrowingShapes(ClassScope scope) {
        this.scope = scope;
    }

    /** The shape of {@code type}, or of objects of exactly its class. */
    Shape add(BoundType type, boolean exactly) {
        while (true) { // each failure is another thread's addition, of which there is an end
            Map<Place, Shape> before = Objects.requireNonNull(all.get());
            Shapes building = new Shapes(before, scope, this);
            Shape shape = building.complete(type, exactly);
            if (shape == null) {
                return new RefusedShape(
                        type.toString(), UnfitClass.asItIs("reaches more types than can be looked through"));
            }
            boolean addsNothing = building.known().size() == before.size();
            if (addsNothing || all.compareAndSet(before, building.known())) {
                return shape;
            }
        }
    }
}
