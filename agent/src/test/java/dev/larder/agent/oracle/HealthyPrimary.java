package dev.larder.agent.oracle;

import dev.larder.agent.fixtures.RedisServer;
import java.util.Set;

/** One Redis that nothing happens to, and three processes that are connected to it without anything between. */
final class HealthyPrimary implements Deployment {

    private static final int WORKERS = 3;

    private final RedisServer redis = RedisServer.start();

    @Override
    public int workers() {
        return WORKERS;
    }

    @Override
    public String url(int worker) {
        return redis.url();
    }

    @Override
    public Set<Fault> faults() {
        return Set.of();
    }

    @Override
    public Runnable inflict(Fault fault, int worker) {
        throw new IllegalArgumentException(fault + " of a Redis that is well?");
    }

    @Override
    public void close() {
        redis.close();
    }
}
