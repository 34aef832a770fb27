package dev.larder.agent.apps;

import dev.larder.Cached;
import dev.larder.Tier;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/** Has a method whose entries are read ahead, and answers a line on stdout to each command on stdin. */
public final class WarmKeysApp {

    /** How many products there are. */
    public static final int PRODUCTS = 200;

    private static final long USE_NANOS = 1_500_000_000;

    /** So many that each is among those that are counted. */
    private static final long LEAST_HITS = 3_000_000;

    private WarmKeysApp() {}

    public static void main(String[] arguments) throws Exception {
        Shop shop = new Shop();
        RedisMode.await();
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        System.out.println("ready");
        for (String line = in.readLine(); line != null && !line.equals("end"); line = in.readLine()) {
            System.out.println(answer(shop, line));
        }
    }

    private static String answer(Shop shop, String command) throws JMException {
        switch (command) {
            case "use":
                long startNanos = System.nanoTime();
                while (System.nanoTime() - startNanos < USE_NANOS || nearHits() < LEAST_HITS) {
                    callEach(shop);
                }
                return figures(shop);
            case "call":
                callEach(shop);
                return figures(shop);
            default:
                return "" + read(new ObjectName("dev.larder:type=Cache"), command);
        }
    }

    private static void callEach(Shop shop) {
        for (int id = 0; id < PRODUCTS; id++) {
            if (!shop.product(id).name().equals("product " + id)) {
                throw new AssertionError("Not the product of that id");
            }
        }
    }

    private static String figures(Shop shop) throws JMException {
        return "bodies=" + shop.bodies + " near=" + nearHits();
    }

    private static long nearHits() throws JMException {
        long near = 0;
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        for (ObjectName method : server.queryNames(new ObjectName("dev.larder:type=CachedMethod,*"), null)) {
            near += (Long) read(method, "NearHits");
        }
        return near;
    }

    private static Object read(ObjectName bean, String attribute) throws JMException {
        return ManagementFactory.getPlatformMBeanServer().getAttribute(bean, attribute);
    }

    /** What is cached. */
    record Product(long id, String name) {}

    /** What everybody asks for. */
    static final class Shop {

        private final AtomicInteger bodies = new AtomicInteger();

        @Cached(key = "product:{id}", ttl = 600, tier = Tier.NEAR)
        Product product(long id) {
            bodies.incrementAndGet();
            return new Product(id, "product " + id);
        }
    }
}
