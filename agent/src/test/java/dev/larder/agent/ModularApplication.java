package dev.larder.agent;

/** The sources of an application in a named module that exports and opens nothing. */
final class ModularApplication {

    /** Begins the lines that tell what is open. */
    static final String MODULES = "module ";

    static final String MODEL = """
            package shop.model;

            import java.util.List;
            import java.util.Optional;

            public final class Model {
                public enum Level { LOW, HIGH { @Override public String toString() { return "high"; } } }
                public record User(long id, String name) {}
                public record Order(User user, List<Line> lines, Optional<Level> level) {}
                public record Line(String sku, int pieces) {}
                public sealed interface Shape permits Circle, Square, Nothing {}
                public record Circle(double radius) implements Shape {}
                public static final class Square implements Shape {
                    private final double side;
                    public Square(double side) { this.side = side; }
                    @Override public String toString() { return "square " + side; }
                }
                public static final class Nothing implements Shape {
                    public static final Nothing INSTANCE = new Nothing();
                    private Nothing() {}
                    @Override public String toString() { return "nothing " + (this == INSTANCE); }
                }
                private Model() {}
            }
            """;

    static final String BASKET = """
            package shop.model;

            import java.util.Arrays;
            import java.util.List;

            /** Its fields are final and private, and no method hands them out. */
            public final class Basket {
                private final String owner;
                private final List<Model.Line> lines;
                private final Model.Level level;
                private final int[] counts;
                private final long total;
                private final Basket previous;
                private transient boolean open = true;

                public Basket(String owner, List<Model.Line> lines, Model.Level level, Basket previous, int... counts) {
                    this.owner = owner;
                    this.lines = lines;
                    this.level = level;
                    this.previous = previous;
                    this.counts = counts;
                    this.total = Arrays.stream(counts).sum();
                }

                public void spoil() { counts[0] = -1; open = false; }

                @Override public String toString() {
                    return owner + lines + level + Arrays.toString(counts) + total + open + "(" + previous + ")";
                }
            }
            """;

    static final String SERVICE = """
            package shop;

            import dev.larder.Cached;
            import java.util.*;
            import java.util.concurrent.CompletableFuture;
            import shop.model.*;
            import shop.model.Model.*;

            final class Service {
                static int runs;

                private final String region = "eu";

                record Query(User user, Level level) {
                    @Cached(ttl = 600) String text() { runs++; return user.name() + level; }
                }

                @Cached(key = "whole:{user}", ttl = 600) String whole(User user) { runs++; return user.name(); }
                @Cached(key = "id:{user.id}", ttl = 600) String id(User user) { runs++; return user.name(); }
                @Cached(ttl = 600) String byDefault(Query query, Level level) { runs++; return region + query + level; }
                @Cached(key = "user:{id}", ttl = 600) User user(long id) { runs++; return new User(id, "u" + id); }
                @Cached(key = "order:{id}", ttl = 600) Order order(long id) {
                    runs++;
                    return new Order(new User(id, "o"), List.of(new Line("a", 1), new Line("b", 2)), Optional.of(Level.HIGH));
                }
                @Cached(key = "orders", ttl = 600) List<Order> orders() {
                    runs++;
                    return new ArrayList<>(List.of(new Order(new User(3, "p"), List.of(), Optional.empty())));
                }
                @Cached(key = "basket:{id}", ttl = 600) Basket basket(long id) { runs++; return made(id); }
                @Cached(key = "baskets", ttl = 600) List<Basket> baskets() {
                    runs++;
                    return new ArrayList<>(List.of(made(5), made(6)));
                }
                @Cached(key = "byLevel", ttl = 600) Map<Level, Basket> byLevel() {
                    runs++;
                    return new EnumMap<>(Map.of(Level.HIGH, made(7)));
                }
                @Cached(key = "maybe", ttl = 600) Optional<Basket> maybe() { runs++; return Optional.of(made(8)); }
                @Cached(key = "later", ttl = 600) CompletableFuture<Basket> later() {
                    runs++;
                    return CompletableFuture.completedFuture(made(9));
                }
                @Cached(key = "level", ttl = 600) Level level() { runs++; return Level.HIGH; }
                @Cached(key = "square", ttl = 600) Shape square() { runs++; return new Square(1.5); }
                @Cached(key = "nothing", ttl = 600) Shape nothing() { runs++; return Nothing.INSTANCE; }
                @Cached(key = "shapes", ttl = 600) List<Shape> shapes() {
                    runs++;
                    return new ArrayList<>(List.of(new Circle(2), new Square(3), Nothing.INSTANCE));
                }

                private static Basket made(long id) {
                    Basket previous = new Basket("p", List.of(), Level.LOW, null, 9);
                    return new Basket("b" + id, List.of(new Line("c", 3)), Level.HIGH, previous, 1, 2);
                }
            }
            """;

    static final String MAIN = """
            package shop;

            import dev.larder.Larder;
            import dev.larder.Mode;
            import java.util.*;
            import shop.model.Basket;
            import shop.model.Model.*;

            public class Main {
                public static void main(String[] args) throws Exception {
                    Service s = new Service();
                    if (Larder.isActive()) {
                        dev.larder.agent.apps.Awaiting.until(() -> EnumSet.of(Mode.REDIS, Mode.MEMORY).contains(Larder.mode()));
                    }
                    for (int i = 0; i < 2; i++) {
                        User user = new User(1, "one");
                        System.out.println(s.whole(user) + s.getClass().getModule());
                        System.out.println(s.id(user));
                        System.out.println(s.byDefault(new Service.Query(user, Level.LOW), Level.HIGH));
                        System.out.println(new Service.Query(user, Level.HIGH).text());
                        System.out.println(s.user(2));
                        System.out.println(s.order(2));
                        System.out.println(s.orders());
                        Basket basket = s.basket(4);
                        System.out.println(basket);
                        basket.spoil();
                        System.out.println(s.baskets());
                        System.out.println(s.byLevel());
                        System.out.println(s.maybe());
                        System.out.println(s.later().get());
                        Level level = s.level();
                        System.out.println(level + " " + (level == Level.HIGH));
                        System.out.println(s.square());
                        System.out.println(s.nothing());
                        System.out.println(s.shapes());
                    }
                    System.out.println("runs " + Service.runs);
                    printModules();
                }

                static void printModules() {
                    Module own = Main.class.getModule();
                    Module others = ClassLoader.getSystemClassLoader().getUnnamedModule();
                    Set<String> lines = new TreeSet<>();
                    for (Module module : ModuleLayer.boot().modules()) {
                        for (String name : module.getPackages()) {
                            lines.add("module " + module.getName() + "/" + name + " " + module.isExported(name) + module.isOpen(name)
                                    + module.isExported(name, own) + module.isOpen(name, own)
                                    + module.isExported(name, others) + module.isOpen(name, others));
                        }
                    }
                    lines.forEach(System.out::println);
                }
            }
            """;

    private ModularApplication() {}
}
