package dev.larder.agent.apps;

import dev.larder.Cached;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Prints what three methods return, twice each, with the class of everything in it, and how often their bodies ran. With the argument
 * {@code used}, it has used all classes before, as an application has that runs for a while.
 */
public final class SubclassesApp {

    private int runs;

    interface Shape {}

    static final class Circle implements Shape {
        int radius = 3;
        List<Shape> inside = new ArrayList<>();

        @Override
        public String toString() {
            return "r" + radius + inside;
        }
    }

    record Square(int side) implements Shape {}

    enum Dot implements Shape {
        DOT,
        BIG {
            @Override
            public String toString() {
                return "O";
            }
        }
    }

    abstract static class Page<T> {
        List<T> content = new ArrayList<>();
    }

    static final class ShapePage extends Page<Shape> {
        int total = 7;

        @Override
        public String toString() {
            return content + " of " + total;
        }
    }

    record Money(int cents) {}

    /** Nobody makes one; only an entry in Redis may name it. */
    static final class Trap implements Shape {
        static {
            System.out.println("sprung");
        }
    }

    private SubclassesApp() {}

    public static void main(String[] arguments) throws Exception {
        if (Set.of(arguments).contains("used")) {
            List<Object> used = List.of(new Circle(), new Square(1), Dot.BIG, new ShapePage());
            System.getProperties().put("used", used); // nobody removes what is used
        }
        RedisMode.await();
        SubclassesApp app = new SubclassesApp();
        for (int i = 0; i < 2; i++) {
            app.shapes().forEach(SubclassesApp::print);
            print(app.page());
            app.page().content.forEach(SubclassesApp::print);
            app.attributes().values().forEach(SubclassesApp::print);
        }
        System.out.println("runs " + app.runs);
    }

    private static void print(Object value) {
        System.out.println(value.getClass().getName() + " " + value);
    }

    @Cached(key = "shapes", ttl = 600)
    List<Shape> shapes() {
        runs++;
        Circle circle = new Circle();
        circle.inside.add(new Square(1));
        circle.inside.add(Dot.DOT);
        return new ArrayList<>(List.of(circle, Dot.BIG, new Square(2), new Square(3)));
    }

    @Cached(key = "page", ttl = 600)
    Page<Shape> page() {
        runs++;
        ShapePage page = new ShapePage();
        page.content.add(new Square(4));
        return page;
    }

    @Cached(key = "attributes", ttl = 600, types = Money.class)
    Map<String, Object> attributes() {
        runs++;
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("price", new Money(995));
        all.put("prices", new ArrayList<>(List.of(new Money(1), "free", 2L)));
        return all;
    }
}
