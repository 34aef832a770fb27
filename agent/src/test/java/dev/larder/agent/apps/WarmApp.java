package dev.larder.agent.apps;

import dev.larder.Cached;
import dev.larder.Warm;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.ObjectName;

/** Has methods that are called ahead, and answers a line on stdout to each command on stdin. Arguments: how long a body takes. */
public final class WarmApp {

    /** As many arguments as there are in each turn of {@link Shop}. */
    public static final int PRODUCTS = 20;

    private static final List<String> BODIES = new CopyOnWriteArrayList<>();

    /** Whom nobody has is not called. */
    private static volatile Stubborn stubborn;

    private WarmApp() {}

    public static void main(String[] arguments) throws Exception {
        Shop shop = new Shop(Long.parseLong(arguments[0]));
        Shop behindProxy = new Shop$$SpringCGLIB$$0(shop);
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        System.out.println("ready");
        for (String line = in.readLine(); line != null && !line.equals("end"); line = in.readLine()) {
            System.out.println(answer(behindProxy, line));
        }
    }

    private static String answer(Shop shop, String command) throws Exception {
        return switch (command) {
            case "bodies" -> String.join(" ", BODIES);
            case "call" -> callAll(shop);
            case "stubborn" -> makeStubborn();
            case "clock" -> "" + Clock.TURNS.get();
            default -> read(command);
        };
    }

    private static String callAll(Shop shop) throws InterruptedException {
        for (int id = 0; id < PRODUCTS; id++) {
            shop.product(id);
        }
        return "called";
    }

    private static String makeStubborn() {
        stubborn = new Stubborn();
        return stubborn.find(1);
    }

    /** The agent registers its MBeans a moment after the first use of JMX. */
    private static String read(String attribute) throws JMException {
        ObjectName cache = new ObjectName("dev.larder:type=Cache");
        try {
            return "" + ManagementFactory.getPlatformMBeanServer().getAttribute(cache, attribute);
        } catch (InstanceNotFoundException notYet) {
            return "none";
        }
    }

    /** Warmed after the start. */
    static class Shop {

        private final long bodyMillis;

        Shop(long bodyMillis) {
            this.bodyMillis = bodyMillis;
        }

        @Cached(key = "product:{id}", ttl = 20)
        @Warm(arguments = "products")
        public String product(long id) throws InterruptedException {
            Thread.sleep(bodyMillis);
            BODIES.add("" + id);
            return "product " + id;
        }

        private static IntStream products() {
            return IntStream.range(0, PRODUCTS);
        }
    }

    /** As Spring makes one, with its constructor called. */
    static final class Shop$$SpringCGLIB$$0 extends Shop {

        private final Shop target;

        Shop$$SpringCGLIB$$0(Shop target) {
            super(0);
            this.target = target;
        }

        @Override
        public String product(long id) throws InterruptedException {
            if (Thread.currentThread().getName().startsWith("larder-")) {
                BODIES.add("by its proxy");
            }
            return target.product(id);
        }
    }

    /** Throws at first, as an object whose fields are injected later does. */
    static final class Stubborn {

        private static final AtomicInteger ATTEMPTS = new AtomicInteger();

        @Cached(key = "stubborn:{id}", ttl = 60)
        @Warm(arguments = "ids")
        String find(int id) {
            return "found after " + ATTEMPTS + " attempts";
        }

        List<Integer> ids() throws IOException {
            if (ATTEMPTS.incrementAndGet() == 1) {
                throw new IOException("not ready");
            }
            return List.of(1);
        }
    }

    /** On schedule. */
    static final class Clock {

        static final AtomicInteger TURNS = new AtomicInteger();

        @Cached(key = "clock", ttl = 1)
        @Warm(schedule = "2s")
        static String now() {
            return "turn " + TURNS.incrementAndGet();
        }
    }
}
