package dev.larder.agent.core.store.redis.connection;

import dev.larder.agent.core.base.VirtualThreads;
import io.lettuce.core.RedisChannelWriter;
import io.lettuce.core.RedisURI;
import io.lettuce.core.StatefulRedisConnectionImpl;
import io.lettuce.core.cluster.ClusterPushHandler;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.StatefulRedisClusterConnectionImpl;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.json.JsonParser;
import io.lettuce.core.protocol.PushHandler;
import io.lettuce.core.protocol.RedisCommand;
import io.lettuce.core.resource.ClientResources;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/** A client of a cluster whose connections leave the commands of virtual threads to a {@link Dispatcher}. */
final class ClusterClient extends RedisClusterClient {

    private final Dispatcher dispatcher;

    /** @param seed the server to ask about the cluster */
    ClusterClient(ClientResources resources, RedisURI seed, Dispatcher dispatcher) {
        super(resources, List.of(seed));
        this.dispatcher = dispatcher;
    }

    @Override
    protected <V, K> StatefulRedisClusterConnectionImpl<K, V> newStatefulRedisClusterConnection(
            RedisChannelWriter writer,
            ClusterPushHandler pushHandler,
            RedisCodec<K, V> codec,
            Duration timeout,
            Supplier<JsonParser> parser) {
        return new ClusterConnection<>(dispatcher, writer, pushHandler, codec, timeout, parser);
    }

    @Override
    protected <K, V> StatefulRedisConnectionImpl<K, V> newStatefulRedisConnection(
            RedisChannelWriter writer,
            PushHandler pushHandler,
            RedisCodec<K, V> codec,
            Duration timeout,
            Supplier<JsonParser> parser) {
        return new AsyncOnlyConnection<>(dispatcher, writer, pushHandler, codec, timeout, parser);
    }

    private static final class ClusterConnection<K, V> extends StatefulRedisClusterConnectionImpl<K, V> {

        private final Dispatcher dispatcher;

        ClusterConnection(
                Dispatcher dispatcher,
                RedisChannelWriter writer,
                ClusterPushHandler pushHandler,
                RedisCodec<K, V> codec,
                Duration timeout,
                Supplier<JsonParser> parser) {
            super(writer, pushHandler, codec, timeout, parser);
            this.dispatcher = dispatcher;
        }

        @Override
        public <T> RedisCommand<K, V, T> dispatch(RedisCommand<K, V, T> command) {
            return VirtualThreads.isCurrent() ? dispatcher.dispatch(command, super::dispatch) : super.dispatch(command);
        }
    }
}
