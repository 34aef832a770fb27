package dev.larder.agent.apps;

import dev.larder.CacheEvict;
import dev.larder.Cached;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;

/**
 * Says {@code up} when main runs, {@code loaded} when the class with cached methods has been loaded and {@code served} when one has
 * been called, and then ends with its input. Argument {@code hook} adds a shutdown hook that says {@code bye}, {@code hang} one that
 * never returns, {@code call} one that calls a cached method.
 */
public final class RequiringApp {

    private RequiringApp() {}

    public static void main(String[] arguments) throws IOException {
        System.out.println("up");
        if (arguments.length > 0) {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> end(arguments[0])));
        }
        Service service = new Service();
        System.out.println("loaded");
        System.out.println("served " + service.price(7));
        BufferedReader commands = new BufferedReader(new InputStreamReader(System.in));
        for (String command = commands.readLine(); command != null; command = commands.readLine()) {
            if (command.equals("evict")) {
                service.change(7);
            }
            System.out.println("served " + service.price(7));
        }
    }

    private static void end(String how) {
        if (how.equals("call")) {
            System.out.println("served " + new Service().price(8));
        }
        System.out.println("bye");
        while (how.equals("hang")) {
            try {
                Thread.sleep(1_000);
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    static final class Service {

        @Cached(key = "price:{id}", ttl = 60)
        int price(int id) {
            return id * 2;
        }

        @CacheEvict(key = "price:{id}")
        void change(int id) {}
    }
}
