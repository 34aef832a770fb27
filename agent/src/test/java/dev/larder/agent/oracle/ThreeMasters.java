package dev.larder.agent.oracle;

import dev.larder.agent.fixtures.RedisCluster;
import dev.larder.agent.fixtures.RedisServer;
import dev.larder.agent.fixtures.SlotMove;
import java.util.EnumSet;
import java.util.Set;

/** A cluster of three masters and three processes. What the workers are told of is every node's own address. */
final class ThreeMasters implements Deployment {

    private static final int WORKERS = 3;

    private final RedisCluster cluster = RedisCluster.start();
    private int turn;

    @Override
    public int workers() {
        return WORKERS;
    }

    @Override
    public String url(int worker) {
        return cluster.url();
    }

    @Override
    public Set<Fault> faults() {
        return EnumSet.of(Fault.REDIS_RESTARTED, Fault.REDIS_FROZEN, Fault.CLIENTS_KILLED, Fault.SLOTS_MOVED);
    }

    /** Hits one node after the other. */
    @Override
    public Runnable inflict(Fault fault, int worker) {
        RedisServer node = cluster.nodes().get(turn++ % cluster.nodes().size());
        return switch (fault) {
            case REDIS_RESTARTED -> {
                node.kill();
                yield () -> {
                    node.restart();
                    cluster.awaitService();
                };
            }
            case REDIS_FROZEN -> {
                node.pause();
                yield () -> {
                    node.resume();
                    cluster.awaitService();
                };
            }
            case CLIENTS_KILLED -> {
                node.command("CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes");
                yield () -> {};
            }
            case SLOTS_MOVED -> move(node);
            default -> throw new IllegalArgumentException(fault + " of a cluster?");
        };
    }

    /** Opens the move of a slot that has keys; its keys follow, and it closes, when the fault ends. */
    private Runnable move(RedisServer to) {
        for (RedisServer from : cluster.nodes()) {
            Object key = from == to ? null : from.command("RANDOMKEY");
            if (key != null) {
                SlotMove move = cluster.startMove(cluster.slotOf((String) key), to);
                return () -> {
                    move.moveKeys();
                    move.finish();
                };
            }
        }
        return () -> {};
    }

    @Override
    public void close() {
        cluster.close();
    }
}
