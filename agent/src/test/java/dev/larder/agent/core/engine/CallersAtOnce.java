package dev.larder.agent.core.engine;

import dev.larder.agent.fixtures.Silent;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Timeout;

/** Many callers of one key, all of whom are there before the store answers any. */
@Timeout(60)
@Silent
abstract class CallersAtOnce {

    static final String KEY = "shop:7";

    @AutoClose("shutdownNow")
    final ExecutorService threads = Executors.newCachedThreadPool();

    final UnansweringStore store = new UnansweringStore(Calls.memory(Calls.PATIENT));
    final Calls calls = Calls.over(store, Calls.PATIENT);
    final AtomicInteger runs = new AtomicInteger();

    /** All of them are there before the store answers any. */
    List<Future<Object>> callersAtOnce(int count, Callable<Object> body) throws InterruptedException {
        store.asked = new CountDownLatch(count);
        List<Future<Object>> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            all.add(calls.submit(threads, KEY, body));
        }
        return all;
    }

    static List<Object> valuesOf(List<Future<Object>> all) throws Exception {
        List<Object> values = new ArrayList<>();
        for (Future<Object> one : all) {
            values.add(within(one));
        }
        return values;
    }

    static Object within(Future<Object> future) throws Exception {
        return future.get(10, TimeUnit.SECONDS);
    }
}
