package dev.larder.agent;

import java.util.Map;

/** Checks what callers of the {@link JpaShop shop} get; and enhances its classes, as a build does. */
final class JpaApplication {

    static final String MAIN = "shop.Application";
    static final String ENHANCING_MAIN = "shop.Enhance";

    private static final String CHECKS = """
            package shop;

            import dev.larder.Larder;
            import dev.larder.Mode;
            import jakarta.persistence.EntityManager;
            import java.util.*;
            import java.util.function.*;
            import org.hibernate.Hibernate;

            public class Application {

                static Shop shop;
                static boolean isInRedis;

                static void check(String what, boolean holds) {
                    System.out.println("check " + what + " " + holds);
                }

                /** Both are the same but for the proxies, and only the first one had statements executed. */
                static <T> T hit(String method, Supplier<T> call, Function<T, String> describe) {
                    T first = call.get();
                    String described = describe.apply(first);
                    long before = shop.statements();
                    T second = call.get();
                    T third = call.get();
                    check(method + " is a hit", shop.statements() == before && shop.runs.get(method) == 1);
                    check(method + " is a copy", second != first && third != second);
                    check(method + " is the same", describe.apply(second).equals(described) && describe.apply(third).equals(described));
                    return second;
                }

                static void lazy(String method, Supplier<?> call, Supplier<Object> again) {
                    call.get();
                    long before = shop.statements();
                    call.get();
                    long cached = shop.statements() - before;
                    before = shop.statements();
                    again.get();
                    check(method + " is not touched", cached == shop.statements() - before && shop.runs.get(method) == 2);
                }

                static String describe(Order order) {
                    StringJoiner all = new StringJoiner(" ");
                    all.add(describeState(order) + " " + order.id + " " + order.version);
                    for (Object part : List.of(order.lines, order.tags, order.attributes, order.steps, order.codes)) {
                        all.add(kindOf(part)).add(String.valueOf(Hibernate.isInitialized(part)));
                    }
                    all.add(String.valueOf(order.lines.stream().allMatch(line -> line.order == order)));
                    all.add(String.valueOf(Hibernate.isInitialized(order.customer)));
                    return all.toString();
                }

                /** From Redis comes what Hibernate's collection wraps. */
                static String kindOf(Object collection) {
                    return isInRedis ? "" : collection.getClass().getName();
                }

                static String describeState(Order order) {
                    return order.status + order.address.city + order.address.zip + order.customer.getName()
                            + order.lines.stream().map(line -> line.amount).toList()
                            + new TreeSet<>(order.tags) + new TreeMap<>(order.attributes) + order.steps + order.codes;
                }

                static void change(Order order) {
                    order.setStatus(Status.PAID);
                    order.address.setCity("Ulm");
                    order.lines.get(0).setAmount(99);
                    order.lines.remove(1);
                    Line.of(order, 4);
                    order.tags.remove("new");
                    order.tags.add("late");
                    order.attributes.put("size", "M");
                    order.attributes.remove("colour");
                    order.steps.remove(0);
                    order.steps.add("back");
                    order.codes.add("c");
                }

                /** What is in the database, and how many statements it took. */
                static String merged(Order order) {
                    change(order);
                    long before = shop.statements();
                    shop.inTransaction(session -> session.merge(order));
                    long took = shop.statements() - before;
                    Order now = shop.uncached(order.id);
                    return describeState(now) + " " + now.version + " " + took + " lines "
                            + shop.<Object>inTransaction(session -> session.createQuery(
                                    "select count(l) from Line l where l.order.id = " + order.id).getSingleResult());
                }

                static boolean isOutdated(Order order) {
                    try {
                        order.setStatus(Status.OPEN);
                        shop.inTransaction(session -> session.merge(order));
                        return false;
                    } catch (jakarta.persistence.OptimisticLockException e) {
                        return true;
                    } catch (RuntimeException e) {
                        return e.getCause() instanceof jakarta.persistence.OptimisticLockException;
                    }
                }

                /** With the same rows, and with entities that another process has stored. */
                static void afterAnother(long a, long b) {
                    long before = shop.statements();
                    Order found = shop.order(a);
                    List<Order> all = shop.orders();
                    check("entities of another process are hits", shop.statements() == before && shop.runs.isEmpty());
                    check("entities of another process are fetched", describe(found).equals(describe(shop.uncached(a))));
                    check("one customer of another process is one object", all.get(0).customer == all.get(1).customer);
                    String expected = merged(shop.uncached(b));
                    check("merged copy of another process does what the entity does", merged(found).equals(expected));
                }

                public static void main(String[] args) throws Exception {
                    List<String> options = List.of(args);
                    isInRedis = options.contains("redis");
                    shop = new Shop();
                    Customer someone = new Customer();
                    someone.setName("someone");
                    Product product = new Product();
                    List<Order> made = List.of(Order.of(someone), Order.of(someone), Order.of(someone));
                    shop.inTransaction(session -> {
                        session.persist(someone);
                        session.persist(product);
                        made.forEach(session::persist);
                        return null;
                    });
                    long a = made.get(0).id;
                    long b = made.get(1).id;
                    dev.larder.agent.apps.Awaiting.until(() -> Larder.mode() == (isInRedis ? Mode.REDIS : Mode.MEMORY));
                    if (options.contains("later")) {
                        afterAnother(a, b);
                        return;
                    }

                    Order order = hit("order", () -> shop.order(a), Application::describe);
                    if (isInRedis) {
                        check("collections are those of the JDK", List.of(order.lines, order.tags, order.attributes, order.steps, order.codes)
                                .stream().map(it -> it.getClass().getSimpleName()).toList()
                                .equals(List.of("ArrayList", "HashSet", "HashMap", "ArrayList", "TreeSet")));
                    }
                    Order mine = shop.order(a);
                    mine.lines.clear();
                    mine.tags.add("mine");
                    mine.customer.setName("mine");
                    check("copies are independent", describe(shop.order(a)).equals(describe(order)));

                    hit("maybe", () -> shop.maybe(a), found -> describe(found.get()));
                    List<Order> orders = hit("orders", () -> shop.orders(), list -> list.stream().map(Application::describe).toList().toString());
                    check("one customer is one object", orders.get(0).customer == orders.get(1).customer);
                    check("a proxy is the entity", orders.get(0).customer.getClass() == Customer.class);
                    Customer customer = hit("customer", () -> shop.customer(someone.getId()), it -> it.getId() + it.getName() + Hibernate.isInitialized(it));
                    check("a proxy alone is the entity", customer.getClass() == Customer.class);
                    hit("tags", () -> shop.tags(a), tags -> kindOf(tags) + new TreeSet<>(tags) + Hibernate.isInitialized(tags));
                    hit("product", () -> shop.product(product.getId(), true), it -> it.getName() + it.getNote());

                    lazy("lazyLines", () -> shop.lazyLines(a), () -> shop.inTransaction(session -> {
                        Order plain = session.find(Order.class, a);
                        Hibernate.initialize(plain.customer);
                        return plain;
                    }));
                    lazy("lazyCustomer", () -> shop.lazyCustomer(a), () -> shop.inTransaction(session -> {
                        Order plain = session.find(Order.class, a);
                        List.of(plain.lines, plain.tags, plain.attributes, plain.steps, plain.codes).forEach(Hibernate::initialize);
                        return plain;
                    }));
                    check("lazy collection is lazy", !Hibernate.isInitialized(shop.lazyLines(a).lines));
                    if (options.contains("enhanced")) {
                        shop.runs.remove("product");
                        Product lazy = new Product();
                        shop.inTransaction(session -> { session.persist(lazy); return null; });
                        lazy("product", () -> shop.product(lazy.getId(), false), () -> shop.inTransaction(session -> session.find(Product.class, lazy.getId())));
                    }

                    String expected = merged(shop.uncached(b));
                    check("merged copy does what the entity does", merged(shop.order(a)).equals(expected));
                    System.out.println("merged " + expected);
                    check("merged copy is outdated then", isOutdated(shop.order(a)));
                }
            }
            """;

    private static final String ENHANCING = """
            package shop;

            import java.nio.file.*;
            import org.hibernate.bytecode.enhance.spi.*;
            import org.hibernate.bytecode.internal.BytecodeProviderInitiator;

            /** As Hibernate's plugins for builds do. */
            public class Enhance {

                static class Everything extends DefaultEnhancementContext {
                    @Override public ClassLoader getLoadingClassLoader() { return Enhance.class.getClassLoader(); }
                    @Override public boolean hasLazyLoadableAttributes(UnloadedClass type) { return true; }
                    @Override public boolean isLazyLoadable(UnloadedField field) { return true; }
                    @Override public boolean doDirtyCheckingInline(UnloadedClass type) { return true; }
                }

                public static void main(String[] args) throws Exception {
                    Path from = Path.of(args[0], "shop");
                    Path to = Files.createDirectories(Path.of(args[1], "shop"));
                    Enhancer enhancer = BytecodeProviderInitiator.buildDefaultBytecodeProvider().getEnhancer(new Everything());
                    String[] names = {"Order", "Line", "Customer", "Product", "Address"};
                    for (String name : names) {
                        enhancer.discoverTypes("shop." + name, Files.readAllBytes(from.resolve(name + ".class")));
                    }
                    for (String name : names) {
                        byte[] enhanced = enhancer.enhance("shop." + name, Files.readAllBytes(from.resolve(name + ".class")));
                        Files.write(to.resolve(name + ".class"), enhanced);
                        System.out.println("enhanced " + name);
                    }
                }
            }
            """;

    static final Map<String, String> SOURCES = Map.of(
            "shop.Entities",
            JpaShop.ENTITIES,
            "shop.Shop",
            JpaShop.SERVICES,
            "shop.Application",
            CHECKS,
            "shop.Enhance",
            ENHANCING);

    private JpaApplication() {}
}
