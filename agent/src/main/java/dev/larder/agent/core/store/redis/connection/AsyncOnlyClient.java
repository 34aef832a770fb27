package dev.larder.agent.core.store.redis.connection;

import io.lettuce.core.RedisChannelWriter;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisReactiveCommandsImpl;
import io.lettuce.core.RedisURI;
import io.lettuce.core.StatefulRedisConnectionImpl;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.json.JsonParser;
import io.lettuce.core.protocol.PushHandler;
import io.lettuce.core.resource.ClientResources;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A Redis client whose connections have the asynchronous commands only.
 *
 * <p><b>Why.</b> Each connection of Lettuce makes all three kinds of commands when it is made. For the synchronous ones the
 * JDK generates a proxy of an interface with several hundred methods, and that is a large part of the CPU time that the
 * first connection takes. A busy process has little to spare.
 */
final class AsyncOnlyClient extends RedisClient {

    AsyncOnlyClient(ClientResources resources) {
        super(resources, new RedisURI());
    }

    @Override
    protected <K, V> StatefulRedisConnectionImpl<K, V> newStatefulRedisConnection(
            RedisChannelWriter writer, PushHandler pushHandler, RedisCodec<K, V> codec, Duration timeout) {
        return new AsyncOnlyConnection<>(
                writer, pushHandler, codec, timeout, getOptions().getJsonParser());
    }

    /** Its {@code sync()} and {@code reactive()} are null. */
    private static final class AsyncOnlyConnection<K, V> extends StatefulRedisConnectionImpl<K, V> {

        AsyncOnlyConnection(
                RedisChannelWriter writer,
                PushHandler pushHandler,
                RedisCodec<K, V> codec,
                Duration timeout,
                Supplier<JsonParser> parser) {
            super(writer, pushHandler, codec, timeout, parser);
        }

        @Override
        protected @Nullable RedisCommands<K, V> newRedisSyncCommandsImpl() {
            return null;
        }

        @Override
        protected @Nullable RedisReactiveCommandsImpl<K, V> newRedisReactiveCommandsImpl() {
            return null;
        }
    }
}
