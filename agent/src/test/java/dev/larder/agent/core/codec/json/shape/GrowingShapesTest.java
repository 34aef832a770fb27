package dev.larder.agent.core.codec.json.shape;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.agent.core.codec.json.stream.Shape;
import dev.larder.agent.core.codec.subclass.ClassScope;
import dev.larder.agent.core.codec.subclass.LoadedClasses;
import dev.larder.agent.core.type.BoundType;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class GrowingShapesTest {

    private final GrowingShapes shapes =
            new GrowingShapes(ClassScope.of(getClass().getClassLoader(), List.of(), false, LoadedClasses.unknown()));

    /** As of a class that stored text names with a shape that it does not have. */
    @Test
    void f48_unexpectedShape_isNotKept() {
        BoundType point = BoundType.of(Point.class);
        List<Shape> seen = new ArrayList<>();
        assertThat(shapes.addIf(point, true, shape -> !seen.add(shape))).isNull();

        Shape kept = shapes.addIf(point, true, seen::add);
        assertThat(kept).isNotNull().isNotSameAs(seen.get(0));
        assertThat(shapes.add(point, true)).isSameAs(kept);
    }

    private record Point(int x, int y) {}
}
