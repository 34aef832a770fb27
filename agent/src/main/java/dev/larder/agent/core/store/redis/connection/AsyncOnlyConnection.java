package dev.larder.agent.core.store.redis.connection;

import dev.larder.agent.core.base.VirtualThreads;
import io.lettuce.core.RedisChannelWriter;
import io.lettuce.core.RedisReactiveCommandsImpl;
import io.lettuce.core.StatefulRedisConnectionImpl;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.json.JsonParser;
import io.lettuce.core.protocol.PushHandler;
import io.lettuce.core.protocol.RedisCommand;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A connection to one server, whose {@code sync()} and {@code reactive()} are null. It leaves the commands of virtual threads
 * to a {@link Dispatcher}.
 *
 * <p><b>Why.</b> Each connection of Lettuce makes all three kinds of commands when it is made. For the synchronous ones the
 * JDK generates a proxy of an interface with several hundred methods, and that is a large part of the CPU time that the
 * first connection takes. A busy process has little to spare.
 */
final class AsyncOnlyConnection<K, V> extends StatefulRedisConnectionImpl<K, V> {

    private final Dispatcher dispatcher;

    AsyncOnlyConnection(
            Dispatcher dispatcher,
            RedisChannelWriter writer,
            PushHandler pushHandler,
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

    @Override
    protected @Nullable RedisCommands<K, V> newRedisSyncCommandsImpl() {
        return null;
    }

    @Override
    protected @Nullable RedisReactiveCommandsImpl<K, V> newRedisReactiveCommandsImpl() {
        return null;
    }
}
