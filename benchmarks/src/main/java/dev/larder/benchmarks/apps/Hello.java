package dev.larder.benchmarks.apps;

import dev.larder.Larder;
import dev.larder.Mode;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * The smallest program. With the argument {@code cached} it calls a cached method; with {@code footprint} it waits until
 * the agent, if there is one and it has something to do, has started, and tells what it takes.
 */
public final class Hello {

    private static final int PATIENCE_MILLIS = 20_000;

    private Hello() {}

    public static void main(String[] arguments) {
        Told.MAIN.tell(System.nanoTime());
        List<String> wishes = List.of(arguments);
        if (wishes.contains("cached")) {
            System.out.println(new Greeting().of("world"));
        } else {
            System.out.println("Hello, world");
        }
        Told.READY.tell(System.nanoTime());
        if (wishes.contains("footprint")) {
            if (wishes.contains("cached")) {
                awaitStores();
            }
            Told.tellFootprint();
        }
    }

    private static void awaitStores() {
        for (int waited = 0; Larder.mode() == Mode.INITIALIZING; waited += 10) {
            if (waited > PATIENCE_MILLIS) {
                throw new IllegalStateException("Larder does not start");
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
        }
    }
}
