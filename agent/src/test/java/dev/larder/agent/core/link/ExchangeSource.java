package dev.larder.agent.core.link;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Makes up the source of classes with one object each, whose cached method reads what is exchanged: between two calls, and while
 * the body runs. For {@link HierarchySource}, in whose outermost class they are.
 *
 * <p>A body lets another thread make the exchange before it reads anything, so what it returns is of the new state. What
 * {@code plainN} returns afterwards is of the same.
 */
final class ExchangeSource {

    /**
     * A way to hold something.
     *
     * @param fields its declaration
     * @param set a statement that exchanges it, for a {@code Random r}
     * @param read an expression of what the method returns
     */
    private record Shape(String fields, String set, String read) {}

    private static final List<Shape> SHAPES = List.of(
            new Shape("private Client client;", "client = client(r);", "client.ask()"),
            new Shape(
                    "private Client a; private Client b;",
                    "a = client(r); b = client(r);",
                    "(x == 0 ? a.ask() : a.ask() + b.ask())"),
            new Shape("private String region;", "region = r.nextBoolean() ? \"eu\" : \"us\";", "region"),
            new Shape(
                    "private final Settings settings = new Settings(1, \"a\");",
                    "settings.text = r.nextBoolean() ? \"a\" : \"b\";",
                    "settings.text()"),
            new Shape(
                    "private final List<String> names = new ArrayList<>();",
                    "if (r.nextBoolean() || names.size() > 3) { names.clear(); } names.add(\"n\");",
                    "names.size()"),
            new Shape("private final int[] numbers = {0};", "numbers[0] = r.nextInt(2);", "numbers[0]"),
            new Shape("private final Client[] one = new Client[1];", "one[0] = client(r);", "one[0].ask()"),
            new Shape(
                    "private final AtomicReference<Client> one = new AtomicReference<>();",
                    "one.set(client(r));",
                    "one.get().ask()"),
            new Shape("private Optional<Client> one;", "one = Optional.of(client(r));", "one.get().ask()"),
            new Shape(
                    "private final List<Client> all = new ArrayList<>();",
                    "if (all.size() > 3) { all.clear(); } all.add(client(r));",
                    "all.size() + all.get(all.size() - 1).ask()"),
            new Shape(
                    "private final Map<String, Client> all = new HashMap<>();",
                    "if (all.size() > 1) { all.clear(); } all.put(\"k\" + r.nextInt(2), client(r));",
                    "all.size() + all.values().iterator().next().ask()"),
            new Shape(
                    "private Client one; private final Supplier<Client> by = () -> one;",
                    "one = client(r);",
                    "by.get().ask()"),
            new Shape(
                    "private final Holder holder = new Holder();",
                    "holder.set(client(r));",
                    "(x == 0 ? holder.get().ask() : holder.client.ask())"),
            new Shape(
                    "private Boxed boxed;",
                    "boxed = new Boxed(client(r), new AtomicReference<>(client(r)));",
                    "boxed.first().ask() + boxed.second().get().ask()"),
            new Shape(
                    "private Client client; private final VarHandle by = Past.handle(this);",
                    "by.setVolatile(this, client(r));",
                    "client.ask()"),
            new Shape("private Client client;", "Past.set(this, client(r));", "client.ask()"),
            new Shape("private Object any;", "any = client(r);", "((Client) any).ask()"),
            new Shape(
                    "private Mixed mixed;",
                    "mixed = r.nextInt(3) == 0 ? new Mixed(0) : new Loud(r.nextBoolean() ? \"a\" : \"b\");",
                    "mixed.show(\"m\")"),
            new Shape(
                    "private final AtomicStampedReference<Client> one = new AtomicStampedReference<>(new One(), 0);",
                    "one.set(one.getReference(), r.nextInt(2));",
                    "one.getStamp()"));

    private final Random random;
    private final StringBuilder out = new StringBuilder();
    private final List<String> names = new ArrayList<>();

    private ExchangeSource(Random random) {
        this.random = random;
    }

    static ExchangeSource of(Random random) {
        ExchangeSource source = new ExchangeSource(random);
        source.write();
        return source;
    }

    String text() {
        return out.toString();
    }

    /** Of the classes. */
    List<String> names() {
        return names;
    }

    private void write() {
        out.append("""
                static final class Meanwhile {
                    static Runnable next;
                    static String done() {
                        Runnable exchange = next;
                        next = null;
                        if (exchange != null) {
                            java.util.concurrent.CompletableFuture.runAsync(exchange).join();
                        }
                        return "";
                    }
                    static String forgotten() { next = null; return ""; }
                }
                static class Holder {
                    private Client client;
                    Client get() { return client; }
                    void set(Client client) { this.client = client; }
                }
                record Boxed(Client first, AtomicReference<Client> second) {}
                static final class Loud extends Mixed {
                    private final String word;
                    private final Object lock = new Object();
                    Loud(String word) { super(0); this.word = word; }
                    @Override String show(String end) { return word + end; }
                }
                static final class Past {
                    static VarHandle handle(Object of) {
                        try {
                            return MethodHandles.privateLookupIn(of.getClass(), MethodHandles.lookup())
                                    .findVarHandle(of.getClass(), "client", Client.class);
                        } catch (ReflectiveOperationException e) {
                            throw new AssertionError(e);
                        }
                    }
                    static void set(Object of, Client client) { handle(of).set(of, client); }
                }
                static Client client(Random r) { return r.nextBoolean() ? new One() : new Two(); }
                """);
        for (int i = 0; i < SHAPES.size(); i++) {
            type("X" + i, SHAPES.get(i));
        }
    }

    /** What an object holds when it is first called is the same in each process: nothing compares those with each other. */
    private void type(String name, Shape shape) {
        names.add(name);
        out.append("public static class ")
                .append(name)
                .append(" { static final ")
                .append(name);
        out.append(" ONE = new ")
                .append(name)
                .append("();\n")
                .append(shape.fields)
                .append('\n');
        out.append("void set(Random r) { ").append(shape.set).append(" }\n");
        String body =
                switch (random.nextInt(3)) {
                    case 0 -> shape.read;
                    case 1 -> "shown(x)";
                    default -> "((Supplier<Object>) () -> " + shape.read + ").get()";
                };
        out.append("String shown(int x) { return \"\" + ").append(shape.read).append("; }\n");
        out.append("@Cached(ttl = 600) public String m9(int x) { String s = Meanwhile.done(); return s + x + ");
        out.append(body).append("; }\n");
        out.append("public String plain9(int x) { String s = Meanwhile.forgotten(); return s + x + ");
        out.append(body).append("; }\n");
        out.append("static boolean isMade;\n");
        out.append("public static Object make(Random r) { if (!isMade) { isMade = true; return ONE; }\n");
        out.append("if (r.nextInt(4) == 0) { ONE.set(r); }\n");
        out.append(
                "if (r.nextInt(4) == 0) { Meanwhile.next = () -> ONE.set(new Random(r.nextInt(2))); } return ONE; }\n");
        out.append("{ set(new Random(1)); } }\n");
    }
}
