package dev.larder.agent.core.store.redis.connection;

import io.lettuce.core.protocol.RedisCommand;
import io.netty.channel.EventLoop;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Lets the I/O thread dispatch the commands of virtual threads, in their order.
 *
 * <p><b>Why.</b> Lettuce locks the connection to dispatch a command. A virtual thread deep in its stack {@linkplain
 * dev.larder.agent.core.base.Parking cannot be parked}: if the lock is taken, it gets an overflow, and Lettuce then counts a
 * writer less than there are, so that every later caller of the connection spins for ever. The I/O thread is woken up for
 * each command anyway.
 *
 * <p><b>Threads.</b> Thread-safe. Commands of one thread keep their order, also where another thread does its work.
 */
final class Dispatcher {

    private final CompletableFuture<EventLoop> ioThread;

    /** @param ioThread done when there is a connection */
    Dispatcher(CompletableFuture<EventLoop> ioThread) {
        this.ioThread = ioThread;
    }

    /** @param connection dispatches a command, and returns it */
    <K, V, T extends @Nullable Object> RedisCommand<K, V, T> dispatch(
            RedisCommand<K, V, T> command, UnaryOperator<RedisCommand<K, V, T>> connection) {
        EventLoop loop = ioThread.getNow(null);
        if (loop == null) {
            return connection.apply(command);
        }
        loop.execute(() -> dispatchHere(command, connection));
        return command;
    }

    @SuppressWarnings("ReturnValueIgnored") // it is the command
    private static <K, V, T extends @Nullable Object> void dispatchHere(
            RedisCommand<K, V, T> command, UnaryOperator<RedisCommand<K, V, T>> connection) {
        try {
            connection.apply(command);
        } catch (Throwable e) { // whoever waits for the command finds out
            command.completeExceptionally(e);
        }
    }
}
