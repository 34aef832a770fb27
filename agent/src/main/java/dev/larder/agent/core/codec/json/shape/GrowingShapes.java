package dev.larder.agent.core.codec.json.shape;

import dev.larder.agent.core.codec.graph.UnfitClass;
import dev.larder.agent.core.codec.json.shape.Shapes.Place;
import dev.larder.agent.core.codec.json.stream.Shape;
import dev.larder.agent.core.codec.subclass.ClassScope;
import dev.larder.agent.core.type.BoundType;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

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
        return Objects.requireNonNull(addIf(type, exactly, shape -> true));
    }

    /** The same; null if {@code isExpected} does not accept the shape, of which nothing is kept then. */
    @Nullable
    Shape addIf(BoundType type, boolean exactly, Predicate<Shape> isExpected) {
        while (true) { // each failure is another thread's addition, of which there is an end
            Map<Place, Shape> before = Objects.requireNonNull(all.get());
            Shapes building = new Shapes(before, scope, this);
            Shape shape = building.complete(type, exactly);
            if (shape == null) {
                Shape refused = new RefusedShape(
                        type.toString(), UnfitClass.asItIs("reaches more types than can be looked through"));
                return isExpected.test(refused) ? refused : null;
            }
            if (!isExpected.test(shape)) {
                return null;
            }
            boolean addsNothing = building.known().size() == before.size();
            if (addsNothing || all.compareAndSet(before, building.known())) {
                return shape;
            }
        }
    }
}
