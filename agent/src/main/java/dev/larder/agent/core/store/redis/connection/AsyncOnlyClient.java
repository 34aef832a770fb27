package dev.larder.agent.core.store.redis.connection;

import io.lettuce.core.RedisChannelWriter;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.StatefulRedisConnectionImpl;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.protocol.PushHandler;
import io.lettuce.core.resource.ClientResources;
import java.time.Duration;

/** A client of single servers, to which it makes {@linkplain AsyncOnlyConnection connections}. */
final class AsyncOnlyClient extends RedisClient {

    private final Dispatcher dispatcher;

    AsyncOnlyClient(ClientResources resources, Dispatcher dispatcher) {
        super(resources, new RedisURI());
        this.dispatcher = dispatcher;
    }

    @Override
    protected <K, V> StatefulRedisConnectionImpl<K, V> newStatefulRedisConnection(
            RedisChannelWriter writer, PushHandler pushHandler, RedisCodec<K, V> codec, Duration timeout) {
        return new AsyncOnlyConnection<>(
                dispatcher, writer, pushHandler, codec, timeout, getOptions().getJsonParser());
    }
}
