package dev.larder.agent.apps;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.larder.Cached;
import dev.larder.Larder;
import dev.larder.Mode;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import java.io.StringWriter;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Starts to use a cache in Redis beside as many busy threads of its own as its first argument says. Prints how many
 * milliseconds that took, and goes on working until it is ended.
 *
 * <p>Its second argument says how. With {@link #WITH_THE_AGENT} it loads its first annotated class and waits for mode
 * {@code REDIS}; with an URL it does by hand what the agent does by then: memory for entries, a writer of JSON, a connection
 * that has answered; with {@link #WITHOUT_CACHE} it does nothing else than its work.
 */
public final class BusyStartApp {

    public static final String WITH_THE_AGENT = "agent";
    public static final String WITHOUT_CACHE = "nothing";

    private static volatile long result;

    private BusyStartApp() {}

    public static void main(String[] arguments) throws Exception {
        for (int i = 0; i < Integer.parseInt(arguments[0]); i++) {
            Thread busy = new Thread(BusyStartApp::work, "busy");
            busy.setDaemon(true);
            busy.start();
        }
        long start = System.nanoTime();
        switch (arguments[1]) {
            case WITHOUT_CACHE -> {}
            case WITH_THE_AGENT -> awaitRedis();
            default -> ByHand.connect(arguments[1]);
        }
        System.out.println((System.nanoTime() - start) / 1_000_000);
        while (System.in.read() >= 0) {
            Thread.onSpinWait();
        }
    }

    private static void work() {
        for (long i = 0; ; i++) {
            result = result * 31 + Long.hashCode(i);
        }
    }

    private static void awaitRedis() throws Exception {
        Prices.of("a");
        Awaiting.until(() -> Larder.mode() == Mode.REDIS);
    }

    private static final class Prices {

        @Cached(key = "price:{sku}", ttl = 60)
        static String of(String sku) {
            return "price of " + sku;
        }
    }

    private static final class ByHand {

        static void connect(String url) {
            Cache<String, String> memory =
                    Caffeine.newBuilder().maximumSize(1_000).recordStats().build();
            memory.put("price:a", json("price of a"));
            StatefulRedisConnection<String, String> connection =
                    RedisClient.create(url).connect();
            String answer = connection.sync().ping();
            if (!answer.equals("PONG") || memory.getIfPresent("price:a") == null) {
                throw new IllegalStateException(answer);
            }
        }

        private static String json(String value) {
            StringWriter text = new StringWriter();
            try (JsonGenerator generator = new JsonFactory().createGenerator(ObjectWriteContext.empty(), text)) {
                generator.writeString(value);
            }
            return text.toString();
        }
    }
}
