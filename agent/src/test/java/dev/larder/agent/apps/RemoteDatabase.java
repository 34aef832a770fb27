package dev.larder.agent.apps;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
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
        return access(call, "").get(0);
    }

    /** The same for the rows that it names, which are returned in that order. */
    List<Item> accessAll(long call, Collection<String> keys) {
        return access(call, " " + String.join(" ", keys));
    }

    private List<Item> access(long call, String keys) {
        long question = questions.incrementAndGet();
        CompletableFuture<String[]> answer = new CompletableFuture<>();
        open.put(question, answer);
        toTest.accept("ask " + question + " " + call + keys);
        try {
            String[] words = answer.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            return items(words[0].split(","), words[1].split(","), "x".repeat(Integer.parseInt(words[2])));
        } catch (Exception e) {
            throw new IllegalStateException("The test left question " + question + " without an answer", e);
        } finally {
            open.remove(question);
        }
    }

    private static List<Item> items(String[] keys, String[] versions, String padding) {
        List<Item> items = new ArrayList<>();
        for (int i = 0; i < keys.length; i++) {
            items.add(new Item(keys[i], Long.parseLong(versions[i]), padding));
        }
        return items;
    }

    void answer(long question, String... words) {
        CompletableFuture<String[]> waiting = open.get(question);
        if (waiting != null) {
            waiting.complete(words);
        }
    }
}
