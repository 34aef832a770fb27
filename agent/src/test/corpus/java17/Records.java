import dev.larder.CacheEvict;
import dev.larder.CachePut;
import dev.larder.Cached;
import java.util.List;

/** Records, sealed types, text blocks, patterns. */
public class Records {

    record Point<T extends Number>(T x, T y) {
        Point {
            if (x == null) throw new IllegalArgumentException();
        }

        @Cached(ttl = 1) double length() { return Math.hypot(x.doubleValue(), y.doubleValue()); }
        @Override @Cached(ttl = 1) public T y() { return y; }
        @CacheEvict(key = "point:{this.x}:{0}") void drop(long id) { System.out.println("[drop " + x + id + "]"); }
        @CachePut(key = "point:{0}", ttl = 1) Point<T> put(double id) { return this; }
        @Cached(ttl = 1) static Point<Integer> origin() { return new Point<>(0, 0); }
    }

    sealed interface Node permits Leaf, Fork {
        @Cached(ttl = 1) default int sum(String path) {
            return this instanceof Fork fork ? fork.left.sum(path + "l") + fork.right.sum(path + "r") : ((Leaf) this).value;
        }
    }

    record Leaf(int value) implements Node {}

    record Fork(Node left, Node right) implements Node {}

    @Cached(ttl = 1)
    static String text(Object o) {
        return switch (String.valueOf(o)) {
            case "1", "2" -> """
                few
                """;
            default -> {
                int n = o.hashCode();
                yield "many " + n;
            }
        };
    }

    public static String run() {
        new Point<>(5, 6).put(1.5).drop(7L);
        return List.of(new Point<>(3, 4).length(), new Point<>(1, 2).y(), Point.origin(),
            new Fork(new Leaf(1), new Fork(new Leaf(2), new Leaf(3))).sum(""), text(1), text("x")).toString();
    }
}
