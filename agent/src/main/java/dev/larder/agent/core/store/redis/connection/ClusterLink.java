package dev.larder.agent.core.store.redis.connection;

import dev.larder.agent.core.store.StoreException;
import dev.larder.agent.core.wait.Budget;
import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisConnectionStateListener;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.push.PushListener;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.SlotHash;
import io.lettuce.core.cluster.api.StatefulRedisClusterConnection;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.lettuce.core.cluster.models.partitions.RedisClusterNode;
import io.lettuce.core.cluster.models.partitions.RedisClusterNode.NodeFlag;
import io.lettuce.core.codec.ByteArrayCodec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Connections to all masters of a cluster. Lettuce sends each command to the server that has its key, follows {@code
 * MOVED} and {@code ASK}, and then refreshes its map of the slots.
 *
 * <p>All masters are connected before the first call: Lettuce rejects commands to one whose connection is still being
 * made. A master that joins later is connected when it is first met.
 *
 * <p><b>Why</b> the loss of one master ends all connections: an eviction has to reach every entry that it covers, on
 * whichever master, and the journal of evictions belongs to the whole Redis, not to its parts.
 *
 * <p><b>Threads.</b> Thread-safe.
 */
final class ClusterLink implements Link {

    private final LettuceClient lettuce;
    private final RedisClusterClient client;
    private final StatefulRedisClusterConnection<byte[], byte[]> connection;
    private final Map<String, StatefulRedisConnection<byte[], byte[]>> masters = new ConcurrentHashMap<>();

    /** Published to threads that connect to a new master. */
    private volatile @Nullable Runnable lost;

    /** As above. */
    private volatile @Nullable PushListener pushed;

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
            ClusterLink link = new ClusterLink(
                    lettuce, client, await(lettuce, () -> client.connectAsync(ByteArrayCodec.INSTANCE), budget));
            link.servers(budget);
            return link;
        } catch (StoreException e) {
            lettuce.end(client);
            throw e;
        }
    }

    /**
     * Asks all seeds about the cluster and uses the one that answers first. Lettuce by itself would wait for all of
     * them, also for one that is gone for good and never answers. If none of them is of use, the reason names what one
     * of them has answered, such as that the password is wrong.
     */
    private static RedisClusterClient reach(LettuceClient lettuce, List<RedisURI> seeds, Budget budget)
            throws StoreException {
        List<RedisClusterClient> clients =
                seeds.stream().map(lettuce::forCluster).toList();
        RedisClusterClient reached = null;
        AtomicReference<@Nullable Throwable> refusal = new AtomicReference<>();
        try {
            reached = await(lettuce, () -> firstAnswered(clients, refusal), budget);
            return reached;
        } catch (StoreException e) {
            throw withRefusal(e, refusal.get());
        } finally {
            for (RedisClusterClient client : clients) {
                if (client != reached) {
                    lettuce.end(client);
                }
            }
        }
    }

    /** If others were silent until the time was over, that they were remains what has happened: it took all the time. */
    private static StoreException withRefusal(StoreException failure, @Nullable Throwable answer) {
        if (answer == null) {
            return failure;
        }
        StoreException refusal = Faults.notConnected(answer);
        return failure.isUnanswered()
                ? failure.inOtherWords(failure.getMessage() + ", but one server said: " + refusal.getMessage())
                : refusal;
    }

    @SuppressWarnings("FutureReturnValueIgnored") // first hears of it
    private static CompletableFuture<RedisClusterClient> firstAnswered(
            List<RedisClusterClient> clients, AtomicReference<@Nullable Throwable> refusal) {
        CompletableFuture<RedisClusterClient> first = new CompletableFuture<>();
        CompletableFuture<?>[] all = clients.stream()
                .map(client -> client.refreshPartitionsAsync()
                        .thenRun(() -> first.complete(client))
                        .whenComplete((done, fault) -> {
                            if (Faults.isAnswer(fault)) {
                                refusal.set(fault);
                            }
                        })
                        .toCompletableFuture())
                .toArray(CompletableFuture[]::new);
        CompletableFuture.allOf(all)
                .whenComplete((done, failure) ->
                        first.completeExceptionally(failure == null ? new CancellationException() : failure));
        return first;
    }

    /** A connection that is made too late belongs to the session, and is closed with it. */
    private static <T> T await(LettuceClient lettuce, Supplier<CompletableFuture<T>> attempt, Budget budget)
            throws StoreException {
        return Attempts.await(lettuce, attempt, late -> {}, budget);
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

    /** Also a master without slots, which may be about to get some. Not one that was replaced by another. */
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
        PushListener messages = pushed;
        if (sooner == null && messages != null) {
            made.addListener(messages);
        }
        return made;
    }

    /** By address, as Lettuce does, so that it is the connection that commands for its slots use. */
    private StatefulRedisConnection<byte[], byte[]> connect(RedisURI master, Budget budget) throws StoreException {
        try {
            return await(lettuce, () -> connection.getConnectionAsync(master.getHost(), master.getPort()), budget);
        } catch (StoreException e) {
            throw e.inOtherWords(master.getHost() + ":" + master.getPort() + ": " + e.getMessage());
        }
    }

    @Override
    public synchronized void whenPushed(PushListener listener) {
        PushListener before = pushed;
        pushed = listener;
        for (StatefulRedisConnection<byte[], byte[]> master : masters.values()) {
            master.addListener(listener); // first: what is told in between twice does no harm
            if (before != null) {
                master.removeListener(before);
            }
        }
    }

    @Override
    public void inOneGo(byte[] key, Consumer<@Nullable RedisClusterAsyncCommands<byte[], byte[]>> send) {
        lettuce.onIoThread(() -> {
            RedisClusterNode owner = connection.getPartitions().getMasterBySlot(SlotHash.getSlot(key));
            StatefulRedisConnection<byte[], byte[]> known = owner == null ? null : masters.get(owner.getNodeId());
            send.accept(known == null ? null : known.async());
        });
    }

    /** It is a cluster, or there would be no connection. */
    @Override
    public void requireUsable(Budget budget) {}

    @Override
    public void refreshServers(Budget budget) throws StoreException {
        await(lettuce, () -> client.refreshPartitionsAsync().toCompletableFuture(), budget);
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
    public CompletionStage<?> readArrived() {
        return lettuce.readArrived();
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
