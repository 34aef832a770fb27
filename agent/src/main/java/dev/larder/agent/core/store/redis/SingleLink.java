package dev.larder.agent.core.store.redis;

import dev.larder.agent.core.store.Budget;
import dev.larder.agent.core.store.StoreException;
import dev.larder.agent.core.store.Waiting;
import io.lettuce.core.ConnectionFuture;
import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisConnectionStateListener;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.output.ArrayOutput;
import io.lettuce.core.protocol.CommandType;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

/** One connection to one server, which carries out the commands of a thread in their order. */
final class SingleLink implements Link {

    private final StatefulRedisConnection<byte[], byte[]> connection;

    SingleLink(StatefulRedisConnection<byte[], byte[]> connection) {
        this.connection = connection;
    }

    /** Connects to a server that is no part of a cluster. */
    static SingleLink open(LettuceClient client, RedisURI uri, Budget budget) throws StoreException {
        ConnectionFuture<StatefulRedisConnection<byte[], byte[]>> attempt =
                client.client().connectAsync(ByteArrayCodec.INSTANCE, uri);
        try {
            SingleLink link = new SingleLink(Waiting.await(attempt, budget));
            link.refuseClusterNode(budget);
            return link;
        } catch (TimeoutException e) {
            closeWhenOpened(attempt);
            throw new StoreException("no connection in time", null);
        } catch (ExecutionException e) {
            throw new StoreException(Faults.describe(e), null);
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // the attempt was given up, and so is how it ends
    private static void closeWhenOpened(ConnectionFuture<StatefulRedisConnection<byte[], byte[]>> attempt) {
        attempt.whenComplete((late, failure) -> {
            if (late != null) {
                late.closeAsync();
            }
        });
    }

    /** It would serve its own slots and send us away for all others. */
    private void refuseClusterNode(Budget budget) throws StoreException, TimeoutException, ExecutionException {
        RedisAsyncCommands<byte[], byte[]> commands = connection.async();
        List<Object> facts =
                Waiting.await(commands.dispatch(CommandType.HELLO, new ArrayOutput<>(ByteArrayCodec.INSTANCE)), budget);
        for (int i = 0; i + 1 < facts.size(); i += 2) {
            if (isText(facts.get(i), "mode") && isText(facts.get(i + 1), "cluster")) {
                close();
                throw new StoreException(
                        "this server is a node of a cluster. Write redis-cluster:// (rediss-cluster:// for TLS) in"
                                + " place of redis:// (rediss://) in the URL",
                        null);
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

    /** There never is another. */
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
    public void whenLost(Runnable lost) {
        connection.addListener(new RedisConnectionStateListener() {
            @Override
            public void onRedisDisconnected(RedisChannelHandler<?, ?> closed) {
                lost.run();
            }
        });
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // nobody is left who could do something about it
    public void close() {
        connection.closeAsync();
    }
}
