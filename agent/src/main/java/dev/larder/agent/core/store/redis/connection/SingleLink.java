package dev.larder.agent.core.store.redis.connection;

import dev.larder.agent.core.store.StoreException;
import dev.larder.agent.core.wait.Budget;
import dev.larder.agent.core.wait.Waiting;
import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisConnectionStateListener;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.push.PushListener;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.output.ArrayOutput;
import io.lettuce.core.protocol.CommandType;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One connection to one server, which carries out the commands of a thread in their order. */
final class SingleLink implements Link {

    private final LettuceClient lettuce;
    private final StatefulRedisConnection<byte[], byte[]> connection;

    /** Published to the thread that replaces it. */
    private volatile @Nullable PushListener pushed;

    /** The server's description of itself, requested before everything else. */
    private final RedisFuture<List<Object>> facts;

    private SingleLink(LettuceClient lettuce, StatefulRedisConnection<byte[], byte[]> connection) {
        this.lettuce = lettuce;
        this.connection = connection;
        this.facts = connection.async().dispatch(CommandType.HELLO, new ArrayOutput<>(ByteArrayCodec.INSTANCE));
    }

    /** Connects to a server that is not part of a cluster. */
    @SuppressWarnings("FutureReturnValueIgnored") // an attempt that ends late was given up
    static SingleLink open(LettuceClient client, RedisURI uri, Budget budget) throws StoreException {
        StatefulRedisConnection<byte[], byte[]> opened = Attempts.await(
                client,
                () -> client.client().connectAsync(ByteArrayCodec.INSTANCE, uri).toCompletableFuture(),
                StatefulConnection::closeAsync,
                budget);
        return new SingleLink(client, opened);
    }

    /** A node of a cluster would serve its own slots and redirect us for all others. */
    @Override
    public void requireUsable(Budget budget) throws StoreException {
        List<Object> told;
        try {
            told = Waiting.await(facts, budget, lettuce::readArrived);
        } catch (TimeoutException e) {
            throw Attempts.inVain(e, "HELLO was not answered in time");
        } catch (ExecutionException e) {
            throw Faults.notConnected(e);
        }
        for (int i = 0; i + 1 < told.size(); i += 2) {
            if (isText(told.get(i), "mode") && isText(told.get(i + 1), "cluster")) {
                throw StoreException.refused("this server is a node of a cluster. Write redis-cluster://"
                        + " (rediss-cluster:// for TLS) in place of redis:// (rediss://) in the URL");
            }
        }
    }

    private static boolean isText(Object answer, String text) {
        return answer instanceof byte[] bytes && Bytes.text(bytes).equals(text);
    }

    @Override
    public RedisClusterAsyncCommands<byte[], byte[]> commands() {
        return connection.async();
    }

    @Override
    public List<RedisClusterAsyncCommands<byte[], byte[]>> servers(Budget budget) {
        return List.of(connection.async());
    }

    /** There is only this one. */
    @Override
    public void refreshServers(Budget budget) {}

    @Override
    public boolean isCluster() {
        return false;
    }

    @Override
    public boolean isOpen() {
        return connection.isOpen();
    }

    @Override
    public CompletionStage<?> readArrived() {
        return lettuce.readArrived();
    }

    @Override
    public void whenLost(Runnable lost) {
        connection.addListener(new RedisConnectionStateListener() {
            @Override
            public void onRedisDisconnected(RedisChannelHandler<?, ?> closed) {
                lost.run();
            }
        });
    }

    @Override
    public synchronized void whenPushed(PushListener listener) {
        PushListener before = pushed;
        connection.addListener(listener); // first: what is told in between twice does no harm
        if (before != null) {
            connection.removeListener(before);
        }
        pushed = listener;
    }

    @Override
    public void inOneGo(byte[] key, Consumer<@Nullable RedisClusterAsyncCommands<byte[], byte[]>> send) {
        lettuce.onIoThread(() -> send.accept(connection.async()));
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // nobody is left who could do something about it
    public void close() {
        connection.closeAsync();
    }
}
