package dev.larder.sample.e2e;

import static org.awaitility.Awaitility.await;

import dev.larder.sample.ServiceClient;
import dev.larder.sample.ServiceClient.Answer;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * A few clients that ask a service for this and that until they are told to stop, and remember what came back.
 *
 * <p>Bounded: nobody asks for longer than two minutes, nor more than some thousand times.
 */
final class SteadyLoad implements AutoCloseable {

    private static final int CLIENTS = 3;
    private static final int MAX_REQUESTS_EACH = 10_000;
    private static final Duration MAX_TIME = Duration.ofMinutes(2);
    private static final Duration PAUSE = Duration.ofMillis(5);

    private final ServiceClient service;
    private final ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
    private final Queue<Outcome> outcomes = new ConcurrentLinkedQueue<>();
    private final long startNanos = System.nanoTime();

    /** Published to the clients by whoever stops them. */
    private volatile boolean stopped;

    private SteadyLoad(ServiceClient service) {
        this.service = service;
    }

    /** Begins, and returns once every request was answered a few times. */
    static SteadyLoad on(ServiceClient service) {
        SteadyLoad load = new SteadyLoad(service);
        for (int i = 0; i < CLIENTS; i++) {
            int client = i;
            load.clients.execute(() -> load.run(client));
        }
        load.awaitMore();
        return load;
    }

    /** Waits until every request was answered a few times more. */
    void awaitMore() {
        int enough = outcomes.size() + 10 * Request.values().length;
        await("more answers").atMost(Duration.ofSeconds(60)).until(() -> outcomes.size() >= enough);
    }

    /** What came back so far. */
    List<Outcome> outcomes() {
        return List.copyOf(outcomes);
    }

    /** Ends when the last requests are answered. */
    @Override
    public void close() {
        stopped = true;
        clients.shutdown();
        await("the last answers").atMost(Duration.ofSeconds(60)).until(clients::isTerminated);
    }

    private void run(int client) {
        for (int i = client; i < MAX_REQUESTS_EACH && !stopped && elapsed().compareTo(MAX_TIME) < 0; i++) {
            outcomes.add(ask(Request.values()[i % Request.values().length]));
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }

    private Outcome ask(Request request) {
        Duration start = elapsed();
        try {
            Answer answer = service.get(request.path);
            String source = answer.source().orElse("nowhere");
            return new Outcome(
                    request,
                    answer.status() + " from " + source,
                    start,
                    elapsed().minus(start));
        } catch (RuntimeException e) {
            return new Outcome(
                    request, String.valueOf(e.getCause()), start, elapsed().minus(start));
        }
    }

    private Duration elapsed() {
        return Duration.ofNanos(System.nanoTime() - startNanos);
    }

    /** What is asked for. */
    enum Request {
        ANALYTICS("/api/community/analytics/performance", 1),
        USER("/api/users/17", 1),
        PROJECT("/api/projects/6", 1),
        LEADERBOARD("/api/leaderboard", 1),
        DASHBOARD("/api/dashboard/17", 4);

        private final String path;
        private final int cachedCalls;

        Request(String path, int cachedCalls) {
            this.path = path;
            this.cachedCalls = cachedCalls;
        }

        /** How many cached methods the service calls for it, one after the other. */
        int cachedCalls() {
            return cachedCalls;
        }
    }

    /**
     * One request's fate.
     *
     * @param result status and source, or what went wrong
     * @param start since the load began
     */
    record Outcome(Request request, String result, Duration start, Duration took) {

        boolean isAnswer() {
            return Stream.of("200 from cache", "200 from database").anyMatch(result::equals);
        }
    }
}
