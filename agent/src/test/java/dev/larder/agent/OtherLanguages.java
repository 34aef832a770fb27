package dev.larder.agent;

/** Sources of applications in other languages, and of what calls them twice each. */
final class OtherLanguages {

    /** For Scala 2.13 and 3. */
    static final String SCALA = """
            package shop

            import dev.larder.{CacheEvict, Cached}
            import java.util.concurrent.atomic.AtomicInteger

            object Runs { val count = new AtomicInteger }
            object Sales { val count = new AtomicInteger }
            object Journal { def note(sku: String): Unit = () }

            case class Item(sku: String, pieces: Int)
            case class Order(id: Long, items: List[Item], note: Option[String])
            sealed trait Shape
            case class Circle(radius: Double) extends Shape
            case object Nowhere extends Shape

            trait Prices {
              @Cached(key = "trait:{0}", ttl = 600L)
              def price(sku: String): Int = { Runs.count.incrementAndGet(); sku.length }

              @Cached(ttl = 600L)
              def region(id: Long): String = { Runs.count.incrementAndGet(); "region " + id }
            }

            class Shop extends Prices {
              @Cached(key = "quote:{0}:{1}", ttl = 600L)
              def quote(sku: String, pieces: Int = 3): String = { Runs.count.incrementAndGet(); sku + pieces }

              @Cached(key = "item:{0}", ttl = 600L)
              def item(sku: String): Item = { Runs.count.incrementAndGet(); Item(sku, 1) }

              @Cached(key = "order:{0}", ttl = 600L)
              def order(id: Long): Order = {
                Runs.count.incrementAndGet()
                Order(id, List(Item("a", 1), Item("b", 2)), Some("n"))
              }

              @Cached(key = "option:{0}", ttl = 600L)
              def option(id: Long): Option[Item] = { Runs.count.incrementAndGet(); if (id > 0) Some(Item("o", 1)) else None }

              @Cached(key = "list:{0}", ttl = 600L)
              def list(id: Long): List[Item] = { Runs.count.incrementAndGet(); List(Item("l", 1), Item("m", 2)) }

              @Cached(key = "map:{0}", ttl = 600L)
              def map(id: Long): Map[String, Item] = { Runs.count.incrementAndGet(); Map("a" -> Item("l", 1)) }

              @Cached(key = "large:{0}", ttl = 600L)
              def large(id: Long): Map[String, Int] = { Runs.count.incrementAndGet(); (1 to 200).map(i => i.toString -> i).toMap }

              @Cached(key = "vector:{0}", ttl = 600L)
              def vector(id: Long): Vector[Int] = { Runs.count.incrementAndGet(); Vector.range(0, 40) }

              @Cached(key = "shape:{0}", ttl = 600L)
              def shape(id: Long): Shape = { Runs.count.incrementAndGet(); if (id > 0) Circle(2) else Nowhere }

              @Cached(key = "bySku:{0.sku}", ttl = 600L)
              def bySku(item: Item): String = { Runs.count.incrementAndGet(); item.sku }
            }

            /** Does more than to forward, so its own annotation counts. */
            class Outlet extends Shop {
              @Cached(key = "outlet:{0}", ttl = 600L)
              override def price(sku: String): Int = super.price(sku) + 100
            }

            trait Stock {
              def left(sku: String): Int = { Runs.count.incrementAndGet(); 10 - Sales.count.get }
              def sell(sku: String): Unit = Sales.count.incrementAndGet()
            }

            /** The annotations are its own, though it may do no more than to forward. */
            class Depot extends Stock {
              @Cached(key = "left:{0}", ttl = 600L)
              override def left(sku: String): Int = super.left(sku)

              @CacheEvict(key = Array("left:{0}"))
              override def sell(sku: String): Unit = { Journal.note(sku); super.sell(sku) }
            }

            object Catalog {
              @Cached(key = "name:{0}", ttl = 600L)
              def name(id: Long): String = { Runs.count.incrementAndGet(); "name " + id }

              @Cached(ttl = 600L)
              def title(id: Long): String = { Runs.count.incrementAndGet(); "title " + id }
            }

            object Caller {
              def quote(shop: Shop): String = shop.quote("q")
              def name(id: Long): String = Catalog.name(id)
              def isSame(shop: Shop): Boolean = (shop.shape(0) eq Nowhere) && (shop.option(0) eq None)
            }
            """;

    static final String SCALA_CALLS = """
            Shop shop = new Shop();
            Outlet outlet = new Outlet();
            Depot depot = new Depot();
            twice("trait", () -> shop.price("abc"));
            twice("trait, default key", () -> shop.region(1));
            twice("default argument", () -> Caller.quote(shop));
            twice("object", () -> Caller.name(1));
            twice("static forwarder", () -> Catalog.name(2));
            twice("static forwarder, default key", () -> Catalog.title(2));
            twice("case class", () -> shop.item("i"));
            twice("nested", () -> shop.order(1));
            twice("some", () -> shop.option(1));
            twice("none", () -> shop.option(0));
            twice("list", () -> shop.list(1));
            twice("map", () -> shop.map(1));
            twice("large map", () -> shop.large(1));
            twice("vector", () -> shop.vector(1));
            twice("sealed", () -> shop.shape(1));
            twice("case object", () -> shop.shape(0));
            twice("property", () -> shop.bySku(new Item("p", 1)));
            System.out.println("the same objects " + Caller.isSame(shop));
            calls += 2;
            // The first call of it calls the trait's method by super, which is a call of its own.
            twice("super", () -> outlet.price("abcde"));
            calls++;
            depot.sell("d");
            twice("forwards by super", () -> depot.left("d"));
            depot.sell("d");
            twice("evicted before super", () -> depot.left("d"));
            finish(Runs.count().get());
            """;

    static final String GROOVY = """
            package shop

            import dev.larder.Cached
            import java.util.concurrent.atomic.AtomicInteger

            class Runs { static final AtomicInteger COUNT = new AtomicInteger() }

            class Item {
                String sku
                int pieces
                String toString() { "$sku:$pieces" }
                boolean equals(Object other) { other instanceof Item && other.sku == sku }
                int hashCode() { sku.hashCode() }
            }

            trait Prices {
                @Cached(key = "trait:{0}", ttl = 600L)
                int price(String sku) { Runs.COUNT.incrementAndGet(); sku.length() }
            }

            class Stock {
                @Cached(key = "stock:{0}", ttl = 600L)
                int stock(String sku) { Runs.COUNT.incrementAndGet(); sku.length() * 10 }
            }

            class Delegating {
                @Delegate(methodAnnotations = true)
                Stock stock = new Stock()
            }

            class Shop implements Prices {
                @Cached(key = "quote:{0}:{1}", ttl = 600L)
                String quote(String sku, int pieces = 3) { Runs.COUNT.incrementAndGet(); sku + pieces }

                @Cached(key = "item:{0}", ttl = 600L)
                List<String> item(String sku) { Runs.COUNT.incrementAndGet(); [sku, '1'] }

                @Cached(key = "bean:{0}", ttl = 600L)
                Item bean(String sku) { Runs.COUNT.incrementAndGet(); new Item(sku: sku, pieces: 1) }

                @Cached(key = "map:{0}", ttl = 600L)
                Map<String, Integer> map(long id) { Runs.COUNT.incrementAndGet(); [a: 1, b: 2] }

                @Cached(key = "closure:{0}", ttl = 600L)
                String closure(String sku) { [sku].collect { Runs.COUNT.incrementAndGet(); it + region() }.join() }

                private String region() { "eu" }

                @Cached(key = "dynamic:{0}", ttl = 600L)
                def dynamic(long id) { Runs.COUNT.incrementAndGet(); "d" + id }
            }

            class Caller {
                static Object quote(shop) { shop.quote('q') }
                static Object byName(shop) { shop."${'item'}"('n') }
                static Object byMetaClass(shop) { shop.metaClass.invokeMethod(shop, 'item', 'm') }
                static Object byPointer(shop) { def pointer = shop.&item; pointer('p') }
                static Object added(shop) {
                    Shop.metaClass.renamed = { String sku -> delegate.item(sku) }
                    new Shop().renamed('r')
                }
            }
            """;

    static final String GROOVY_CALLS = """
            Shop shop = new Shop();
            twice("trait", () -> shop.price("abc"));
            twice("delegate", () -> new Delegating().stock("abc"));
            twice("default argument", () -> Caller.quote(shop));
            twice("default argument from Java", () -> shop.quote("j"));
            twice("list", () -> shop.item("i"));
            twice("bean", () -> shop.bean("b"));
            twice("map", () -> shop.map(1));
            twice("closure", () -> shop.closure("c"));
            twice("dynamic", () -> shop.dynamic(1));
            twice("by name", () -> Caller.byName(shop));
            twice("by meta class", () -> Caller.byMetaClass(shop));
            twice("by pointer", () -> Caller.byPointer(shop));
            twice("added by meta class", () -> Caller.added(shop));
            finish(Runs.getCOUNT().get());
            """;

    /** Counts what the agent looks up, if there is an agent. */
    private static final String HOST = """
            import dev.larder.*;
            import java.lang.management.ManagementFactory;
            import java.util.*;
            import java.util.function.*;
            import javax.management.*;
            import shop.*;

            public class Host {
                static long before;
                static int calls;

                static void twice(String name, Supplier<Object> call) {
                    Object first = call.get();
                    Object second = call.get();
                    calls += 2;
                    System.out.println(name + ": " + first + " " + first.equals(second) + " " + second.getClass().getName());
                }
                static void finish(int runs) throws Exception {
                    System.out.println("runs " + runs);
                    if (Larder.isActive()) System.out.println("lookups " + (lookups() - before) + " of " + calls);
                }
                static long lookups() throws Exception {
                    MBeanServer server = ManagementFactory.getPlatformMBeanServer();
                    ObjectName cache = new ObjectName("dev.larder:type=Cache");
                    dev.larder.agent.apps.Awaiting.until(() -> server.isRegistered(cache));
                    long sum = 0;
                    for (String counter : List.of("Hits", "Misses", "Bypasses")) sum += (Long) server.getAttribute(cache, counter);
                    return sum;
                }
                public static void main(String[] args) throws Exception {
                    if (Larder.isActive()) {
                        dev.larder.agent.apps.Awaiting.until(() -> EnumSet.of(Mode.REDIS, Mode.MEMORY).contains(Larder.mode()));
                        before = lookups();
                    }
                    %s
                }
            }
            """;

    private OtherLanguages() {}

    static String host(String calls) {
        return HOST.formatted(calls);
    }
}
