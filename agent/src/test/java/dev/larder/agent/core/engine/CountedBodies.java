package dev.larder.agent.core.engine;

import dev.larder.agent.fixtures.Silent;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Timeout;

/** Bodies of calls that count how often they run. */
@Timeout(30)
@Silent
abstract class CountedBodies {

    static final String KEY = "shop:7";

    @AutoClose("shutdownNow")
    final ExecutorService threads = Executors.newCachedThreadPool();

    final AtomicInteger runs = new AtomicInteger();

    Callable<Object> returning(Object result) {
        return () -> {
            runs.incrementAndGet();
            return result;
        };
    }

    Callable<Object> parked(CountDownLatch mayReturn, Object result) {
        return () -> {
            runs.incrementAndGet();
            mayReturn.await();
            return result;
        };
    }

    Callable<Object> throwing(Exception theirs) {
        return () -> {
            runs.incrementAndGet();
            throw theirs;
        };
    }

    Future<Object> submit(Calls calls, String key, Callable<Object> body) {
        return calls.submit(threads, key, body);
    }

    @SuppressWarnings("unchecked")
    static List<String> lines(Object value) {
        return (List<String>) value;
    }
}
