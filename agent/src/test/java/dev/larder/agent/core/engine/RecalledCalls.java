package dev.larder.agent.core.engine;

import dev.larder.agent.core.base.Ticker;
import dev.larder.agent.core.store.EntryId;
import dev.larder.agent.core.wait.Budget;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Timeout;

/** Calls of one method that go on until their entry is found by a shortcut. */
@Timeout(60)
abstract class RecalledCalls {

    static final long ID = 7;
    static final int MANY = 100_000;

    final Calls calls = Calls.overMemory();

    void prime(String value) throws Exception {
        recallAfter(() -> call(ID, () -> value), () -> calls.method.recall(ID, null));
    }

    /** Not every find makes a shortcut. */
    static void recallAfter(Callable<Object> call, Callable<Object> recall) throws Exception {
        for (int i = 0; i < MANY; i++) {
            call.call();
            if (!Miss.isMiss(recall.call())) {
                return;
            }
        }
        throw new AssertionError("nothing to recall after " + MANY + " calls");
    }

    Object call(long id, Callable<Object> body) throws Exception {
        return call(calls, id, body);
    }

    static Object call(Calls calls, long id, Callable<Object> body) throws Exception {
        Object found = calls.method.find(key(id), id, null);
        return Miss.isMiss(found) ? calls.call(key(id), body) : found;
    }

    Object call(String text, Object value) throws Exception {
        String key = "shop:" + text;
        Object found = calls.method.find(key, text.hashCode(), text);
        return Miss.isMiss(found) ? calls.call(key, () -> value) : found;
    }

    static String key(long id) {
        return "shop:" + id;
    }

    static EntryId id() {
        return new EntryId(key(ID), "lines", List.of());
    }

    static Budget budget() {
        return new Budget(Ticker.system(), Duration.ofSeconds(1));
    }
}
