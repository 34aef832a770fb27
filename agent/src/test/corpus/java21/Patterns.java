import dev.larder.Cached;

/** Pattern switches with record patterns, which link by invokedynamic themselves. */
public class Patterns {

    sealed interface Shape {}

    record Circle(double radius) implements Shape {}

    record Box(Shape inner, long size) implements Shape {}

    @Cached(ttl = 1)
    static double area(Shape shape) {
        return switch (shape) {
            case Circle(double r) when r > 10 -> -1;
            case Circle(double r) -> r * r;
            case Box(Circle(var r), long size) -> size + r;
            case Box box -> box.size() * area(box.inner());
        };
    }

    public static String run() {
        return area(new Circle(2)) + " " + area(new Circle(11)) + " " + area(new Box(new Box(new Circle(1), 3), 2));
    }
}
