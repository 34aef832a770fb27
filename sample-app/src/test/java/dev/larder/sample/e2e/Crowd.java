package dev.larder.sample.e2e;

import dev.larder.sample.ServiceClient;
import dev.larder.sample.ServiceClient.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Many clients that ask the same thing at the same moment. */
final class Crowd {

    private static final int PATIENCE_SECONDS = 60;

    private Crowd() {}

    /** Returns all answers; fails if one does not come. */
    static List<Answer> ask(String path, int clientsOfEach, ServiceClient... services) throws Exception {
        int size = clientsOfEach * services.length;
        CyclicBarrier start = new CyclicBarrier(size);
        ExecutorService clients = Executors.newFixedThreadPool(size);
        try {
            List<Future<Answer>> coming = new ArrayList<>();
            for (int i = 0; i < size; i++) {
                ServiceClient service = services[i % services.length];
                coming.add(clients.submit(() -> {
                    start.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
                    return service.get(path);
                }));
            }
            List<Answer> answers = new ArrayList<>();
            for (Future<Answer> answer : coming) {
                answers.add(answer.get(PATIENCE_SECONDS, TimeUnit.SECONDS));
            }
            return answers;
        } finally {
            clients.shutdownNow();
        }
    }
}
