package dev.larder.agent.core.store.redis;

import dev.larder.agent.core.store.Budget;
import dev.larder.agent.core.store.StoreException;
import dev.larder.agent.core.store.Waiting;
import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisConnectionStateListener;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.api.StatefulRedisClusterConnection;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.lettuce.core.cluster.models.partitions.RedisClusterNode;
import io.lettuce.core.cluster.models.partitions.RedisClusterNode.NodeFlag;
import io.lettuce.core.codec.ByteArrayCodec;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Connections to all masters of a cluster. Lettuce sends each command to the server that has its key, follows
 * {@code MOVED} and {@code ASK}, and then finds out about the slots anew.
 *
 * <p>All masters are connected before the first call: Lettuce rejects commands to one whose connection is still being
 * made. A master that joins later is connected when it is first met.
 *
 * <p><b>Why</b> the loss of one master is the loss of all: an eviction has to reach every entry that is meant, wherever
 * it is, and the journal of evictions is that of one Redis, not of its parts.
 *
 * <p><b>Threads.</b> Thread-safe.
 */
final class ClusterLink implements Link {

    private final LettuceClient lettuce;
    private final RedisClusterClient client;
    private final StatefulRedisClusterConnection<byte[], byte[]> connection;
    private final Map<String, StatefulRedisConnection<byte[], byte[]>> masters = new ConcurrentHashMap<>();

    /** Published to those who meet a new master. */
    private volatile @Nullable Runnable lost;

    private ClusterLink(
            LettuceClient lettuce,
            RedisClusterClient client,
            StatefulRedisClusterConnection<byte[], byte[]> connection) {
        this.lettuce = lettuce;
        this.client = client;
        this.connection = connection;
    }

    /** Connects to the cluster that one of {@code seeds} belongs to. */
    static ClusterLink open(LettuceClient lettuce, List<RedisURI> seeds, Budget budget) throws StoreException {
        RedisClusterClient client = reach(lettuce, seeds, budget);
        try {
            ClusterLink link =
                    new ClusterLink(lettuce, client, await(client.connectAsync(ByteArrayCodec.INSTANCE), budget));
            link.servers(budget);
            return link;
        } catch (StoreException e) {
            lettuce.end(client);
            throw e;
        }
    }

    /**
     * Asks all seeds about the cluster and goes with the one that answers first. Lettuce by itself would wait for all of
     * them, also for one that is gone for good and never answers.
     */
    private static RedisClusterClient reach(LettuceClient lettuce, List<RedisURI> seeds, Budget budget)
            throws StoreException {
        CompletableFuture<RedisClusterClient> first = new CompletableFuture<>();
        Map<RedisClusterClient, CompletableFuture<?>> attempts = new LinkedHashMap<>();
        for (RedisURI seed : seeds) {
            RedisClusterClient client = lettuce.forCluster(seed);
            CompletionStage<Void> answer = client.refreshPartitionsAsync();
            attempts.put(client, answer.thenRun(() -> first.complete(client)).toCompletableFuture());
        }
        failWithAll(first, attempts.values());
        RedisClusterClient reached = null;
        try {
            reached = await(first, budget);
            return reached;
        } finally {
            for (RedisClusterClient client : attempts.keySet()) {
                if (client != reached) {
                    lettuce.end(client);
                }
            }
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // first hears of it
    private static void failWithAll(
            CompletableFuture<RedisClusterClient> first, Collection<CompletableFuture<?>> attempts) {
        CompletableFuture.allOf(attempts.toArray(CompletableFuture[]::new))
                .whenComplete((done, failure) ->
                        first.completeExceptionally(failure == null ? new CancellationException() : failure));
    }

    private static void refresh(RedisClusterClient client, Budget budget) throws StoreException {
        await(client.refreshPartitionsAsync().toCompletableFuture(), budget);
    }

    private static <T extends @Nullable Object> T await(CompletableFuture<T> attempt, Budget budget)
            throws StoreException {
        try {
            return Waiting.await(attempt, budget);
        } catch (TimeoutException e) {
            throw new StoreException("no connection in time", null);
        } catch (ExecutionException e) {
            throw new StoreException(Faults.describe(e), null);
        }
    }

    @Override
    public RedisClusterAsyncCommands<byte[], byte[]> commands() {
        return connection.async();
    }

    @Override
    public List<RedisClusterAsyncCommands<byte[], byte[]>> servers(Budget budget) throws StoreException {
        List<RedisClusterAsyncCommands<byte[], byte[]>> servers = new ArrayList<>();
        for (RedisClusterNode node : connection.getPartitions()) {
            if (isMaster(node)) {
                servers.add(connected(node, budget).async());
            }
        }
        return servers;
    }

    /** Also one without slots: it may be about to get some. Not one that others took over from. */
    private static boolean isMaster(RedisClusterNode node) {
        return node.is(NodeFlag.UPSTREAM)
                && !node.is(NodeFlag.HANDSHAKE)
                && !(node.is(NodeFlag.FAIL) && node.hasNoSlots());
    }

    private StatefulRedisConnection<byte[], byte[]> connected(RedisClusterNode node, Budget budget)
            throws StoreException {
        StatefulRedisConnection<byte[], byte[]> known = masters.get(node.getNodeId());
        if (known != null) {
            return known;
        }
        StatefulRedisConnection<byte[], byte[]> made = connect(node.getUri(), budget);
        StatefulRedisConnection<byte[], byte[]> sooner = masters.putIfAbsent(node.getNodeId(), made);
        Runnable listener = lost;
        if (sooner == null && listener != null) {
            watch(made, listener);
        }
        return made;
    }

    /** By address, as Lettuce does: so it is the connection that commands for its slots use. */
    private StatefulRedisConnection<byte[], byte[]> connect(RedisURI master, Budget budget) throws StoreException {
        try {
            return await(connection.getConnectionAsync(master.getHost(), master.getPort()), budget);
        } catch (StoreException e) {
            throw at(master, e);
        }
    }

    private static StoreException at(RedisURI server, StoreException e) {
        return new StoreException(server.getHost() + ":" + server.getPort() + ": " + e.getMessage(), null);
    }

    @Override
    public void refreshServers(Budget budget) throws StoreException {
        refresh(client, budget);
    }

    @Override
    public boolean isCluster() {
        return true;
    }

    @Override
    public boolean isOpen() {
        return connection.isOpen() && masters.values().stream().allMatch(StatefulConnection::isOpen);
    }

    @Override
    public void whenLost(Runnable listener) {
        lost = listener;
        watch(connection, listener);
        masters.values().forEach(master -> watch(master, listener));
    }

    private static void watch(StatefulConnection<byte[], byte[]> connection, Runnable listener) {
        connection.addListener(new RedisConnectionStateListener() {
            @Override
            public void onRedisDisconnected(RedisChannelHandler<?, ?> closed) {
                listener.run();
            }
        });
    }

    @Override
    public void close() {
        lettuce.end(client);
    }
}
