package dev.larder.agent.core.store.redis.connection;

import dev.larder.agent.core.base.AgentThreads;
import io.lettuce.core.resource.EventLoopGroupProvider;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.util.concurrent.EventExecutorGroup;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.ImmediateEventExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The one thread that reads and writes the sockets of all clients, from the first connection until {@link #end}.
 *
 * <p><b>Why</b> not Lettuce's own provider: it counts the clients that use the thread, and if two of them ended at the same
 * time, the thread sometimes lived on.
 *
 * <p><b>Threads.</b> Thread-safe.
 */
final class OneIoThread implements EventLoopGroupProvider {

    @SuppressWarnings("deprecation") // it is the class that Lettuce asks for
    private final EventLoopGroup group = new NioEventLoopGroup(1, AgentThreads.named("redis-io"));

    /** Returns at once. What the end of the connections still causes has {@code quietMillis} to happen. */
    @SuppressWarnings("FutureReturnValueIgnored") // nobody is left who could do something about it
    void end(long quietMillis, long endMillis) {
        group.shutdownGracefully(quietMillis, endMillis, TimeUnit.MILLISECONDS);
    }

    @Override
    public <T extends EventLoopGroup> T allocate(Class<T> type) {
        return type.cast(group);
    }

    @Override
    public int threadPoolSize() {
        return 1;
    }

    /** By one client; the others go on. */
    @Override
    public Future<Boolean> release(EventExecutorGroup released, long quietPeriod, long timeout, TimeUnit unit) {
        return ImmediateEventExecutor.INSTANCE.newSucceededFuture(true);
    }

    /** By one client; see {@link #end}. */
    @Override
    public Future<Boolean> shutdown(long quietPeriod, long timeout, TimeUnit unit) {
        return ImmediateEventExecutor.INSTANCE.newSucceededFuture(true);
    }
}
