package dev.larder.agent.oracle;

import dev.larder.agent.fixtures.FaultProxy;
import dev.larder.agent.fixtures.FaultProxy.Direction;
import dev.larder.agent.fixtures.RedisServer;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** One Redis, and between it and each of three processes a line of its own. */
class SinglePrimary implements Deployment {

    private static final int WORKERS = 3;

    private final RedisServer redis;
    private final List<FaultProxy> lines;
    private final Set<Fault> faults;

    SinglePrimary(RedisServer redis, Set<Fault> faults) {
        this.redis = redis;
        this.lines = Stream.generate(() -> FaultProxy.to(redis.port()))
                .limit(WORKERS)
                .toList();
        this.faults = faults;
    }

    static SinglePrimary start() {
        Set<Fault> faults = EnumSet.complementOf(EnumSet.of(Fault.WORKER_PAUSED, Fault.SLOTS_MOVED));
        return new SinglePrimary(RedisServer.start(), faults);
    }

    final RedisServer redis() {
        return redis;
    }

    @Override
    public int workers() {
        return WORKERS;
    }

    @Override
    public String url(int worker) {
        return lines.get(worker).url();
    }

    @Override
    public Set<Fault> faults() {
        return faults;
    }

    @Override
    public Runnable inflict(Fault fault, int worker) {
        return switch (fault) {
            case REDIS_RESTARTED -> {
                redis.kill();
                yield redis::restart;
            }
            case REDIS_FROZEN -> {
                redis.pause();
                yield redis::resume;
            }
            case CLIENTS_KILLED -> {
                redis.command("CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes");
                yield () -> {};
            }
            default -> inflict(fault, lines.get(worker));
        };
    }

    private static Runnable inflict(Fault fault, FaultProxy line) {
        switch (fault) {
            case CONNECTION_CUT -> line.cutOnce();
            case CONNECTION_REFUSED -> line.cut();
            case REQUESTS_HELD -> line.hold(Direction.TO_SERVER);
            case ANSWERS_HELD -> line.hold(Direction.TO_CLIENT);
            default -> throw new IllegalArgumentException(fault + " of a connection?");
        }
        return line::heal;
    }

    @Override
    public void close() {
        lines.forEach(FaultProxy::close);
        redis.close();
    }
}
