package dev.larder.agent.apps;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * The database as the bodies of cached methods see it: it lives with the test, and its answer comes when the test sends it.
 *
 * <p><b>Threads.</b> Thread-safe.
 */
final class RemoteDatabase {

    private static final int PATIENCE_SECONDS = 120;

    private final Consumer<String> toTest;
    private final AtomicLong questions = new AtomicLong();
    private final Map<Long, CompletableFuture<String[]>> open = new ConcurrentHashMap<>();

    RemoteDatabase(Consumer<String> toTest) {
        this.toTest = toTest;
    }

    /** Does what {@code call} was sent for, reading or writing, and returns the row. */
    Item access(long call) {
        long question = questions.incrementAndGet();
        CompletableFuture<String[]> answer = new CompletableFuture<>();
        open.put(question, answer);
        toTest.accept("ask " + question + " " + call);
        try {
            String[] words = answer.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            return new Item(words[0], Long.parseLong(words[1]), "x".repeat(Integer.parseInt(words[2])));
        } catch (Exception e) {
            throw new IllegalStateException("The test left question " + question + " without an answer", e);
        } finally {
            open.remove(question);
        }
    }

    void answer(long question, String... words) {
        CompletableFuture<String[]> waiting = open.get(question);
        if (waiting != null) {
            waiting.complete(words);
        }
    }
}
