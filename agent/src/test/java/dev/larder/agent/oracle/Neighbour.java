package dev.larder.agent.oracle;

import dev.larder.agent.fixtures.RedisServer;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/** Somebody else who uses the same Redis and keeps it full, so that Redis drops keys of everybody all the time. */
final class Neighbour implements AutoCloseable {

    private static final int KEYS = 100;
    private static final String ROW = "x".repeat(8_000);
    private static final int PAUSE_MILLIS = 15;

    private final RedisServer redis;
    private final ScheduledExecutorService thread =
            Executors.newSingleThreadScheduledExecutor(Threads.daemons("neighbour"));

    private Neighbour(RedisServer redis) {
        this.redis = redis;
    }

    static Neighbour of(RedisServer redis) {
        Neighbour neighbour = new Neighbour(redis);
        neighbour.thread.scheduleWithFixedDelay(neighbour::write, 0, PAUSE_MILLIS, TimeUnit.MILLISECONDS);
        return neighbour;
    }

    private void write() {
        redis.command("SET", "neighbour:" + ThreadLocalRandom.current().nextInt(KEYS), ROW);
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
