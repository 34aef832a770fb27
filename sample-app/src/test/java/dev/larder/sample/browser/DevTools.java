package dev.larder.sample.browser;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A conversation with one tab of a browser in the Chrome DevTools Protocol: commands with their answers, and the events
 * that came meanwhile.
 *
 * <p><b>Threads.</b> Thread-safe. The socket's thread completes the answers.
 *
 * <p><b>Why.</b> The little that the tests need of it is less code than a driver and its dependencies are weight.
 */
final class DevTools implements AutoCloseable {

    private static final JsonMapper JSON = new JsonMapper();
    private static final int ANSWER_SECONDS = 30;

    private final AtomicInteger lastId = new AtomicInteger();
    private final Map<Integer, CompletableFuture<JsonNode>> answers = new ConcurrentHashMap<>();
    private final List<JsonNode> events = new CopyOnWriteArrayList<>();
    private final WebSocket socket;

    private DevTools(URI tab) {
        this.socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(tab, new Listener())
                .join();
    }

    static DevTools connect(URI tab) {
        return new DevTools(tab);
    }

    /** Sends a command and returns its result. */
    JsonNode send(String method, Map<String, ?> parameters) {
        int id = lastId.incrementAndGet();
        CompletableFuture<JsonNode> answer = new CompletableFuture<>();
        answers.put(id, answer);
        socket.sendText(JSON.writeValueAsString(Map.of("id", id, "method", method, "params", parameters)), true)
                .join();
        JsonNode message = answer.orTimeout(ANSWER_SECONDS, TimeUnit.SECONDS).join();
        if (message.has("error")) {
            throw new IllegalStateException(method + " failed: " + message.get("error"));
        }
        return message.get("result");
    }

    JsonNode send(String method) {
        return send(method, Map.of());
    }

    /** The parameters of all events of a kind so far. */
    List<JsonNode> events(String method) {
        return events.stream()
                .filter(event -> event.path("method").asString().equals(method))
                .map(event -> event.get("params"))
                .toList();
    }

    @Override
    public void close() {
        socket.abort();
    }

    private void receive(JsonNode message) {
        if (message.has("id")) {
            answers.remove(message.get("id").asInt()).complete(message);
        } else {
            events.add(message);
        }
    }

    private final class Listener implements WebSocket.Listener {

        private final StringBuilder parts = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket source, CharSequence part, boolean last) {
            parts.append(part);
            if (last) {
                receive(JSON.readTree(parts.toString()));
                parts.setLength(0);
            }
            source.request(1);
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public void onError(WebSocket source, Throwable error) {
            answers.values().forEach(answer -> answer.completeExceptionally(error));
        }
    }
}
