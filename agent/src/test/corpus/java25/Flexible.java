import dev.larder.Cached;

/** Statements before the constructor call, unnamed variables. */
public class Flexible {

    final int size;

    Flexible(int size) {
        if (size < 0) throw new IllegalArgumentException();
        int doubled = twice(size);
        super();
        this.size = doubled;
    }

    @Cached(ttl = 1) static int twice(int n) { return 2 * n; }

    @Cached(ttl = 1)
    String parse(String text) {
        try {
            return "" + Integer.parseInt(text);
        } catch (NumberFormatException _) {
            return "none " + size;
        }
    }

    public static String run() {
        return new Flexible(3).parse("x") + new Flexible(4).parse("5");
    }
}
