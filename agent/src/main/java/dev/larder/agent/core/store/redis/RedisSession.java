package dev.larder.agent.core.store.redis;

import dev.larder.agent.core.base.RateLimitedLog;
import dev.larder.agent.core.base.Ticker;
import dev.larder.agent.core.store.Budget;
import dev.larder.agent.core.store.EntryId;
import dev.larder.agent.core.store.RemoteListener;
import dev.larder.agent.core.store.StoreException;
import dev.larder.agent.core.store.Waiting;
import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisConnectionStateListener;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One connection: sends commands, waits for answers within a budget, and tells the listener how it fares.
 *
 * <p><b>Threads.</b> Thread-safe. Commands of all callers travel on the one connection and are answered in order.
 *
 * <p><b>Failure.</b> {@link StoreException} with a reason that holds neither keys nor secrets. A command given up is
 * cancelled: if it was not written yet it never will be; if it was, Redis may run it later, and the lease makes that
 * harmless. A read that callers share is not cancelled by one of them.
 */
final class RedisSession {

    private static final Duration REFUSAL_LOG_INTERVAL = Duration.ofMinutes(1);

    private final StatefulRedisConnection<byte[], byte[]> connection;
    private final RedisAsyncCommands<byte[], byte[]> commands;
    private final RemoteListener listener;
    private final RateLimitedLog refusals;
    private final AtomicBoolean closed = new AtomicBoolean();

    RedisSession(StatefulRedisConnection<byte[], byte[]> connection, RemoteListener listener, Ticker ticker) {
        this.refusals = new RateLimitedLog(ticker, REFUSAL_LOG_INTERVAL);
        this.connection = connection;
        this.commands = connection.async();
        this.listener = listener;
        connection.addListener(new RedisConnectionStateListener() {
            @Override
            public void onRedisDisconnected(RedisChannelHandler<?, ?> closed) {
                listener.lost("the connection was closed");
            }
        });
    }

    <T extends @Nullable Object> T ask(String what, Budget budget, Command<T> command) throws StoreException {
        return await(what, budget, send(what, budget, command));
    }

    /** As {@link #ask}, together with those who ask for the same entry at the same time. */
    byte @Nullable [] share(String what, Budget budget, SharedReads reads, EntryId id, Command<byte[]> command)
            throws StoreException {
        requireTime(what, budget);
        return await(what, budget, reads.read(id, () -> command.apply(commands)));
    }

    /** Sends without waiting, so that many commands share one journey. */
    <T extends @Nullable Object> RedisFuture<T> send(String what, Budget budget, Command<T> command)
            throws StoreException {
        requireTime(what, budget);
        try {
            return command.apply(commands);
        } catch (RuntimeException e) {
            throw fault(what, e);
        }
    }

    private static void requireTime(String what, Budget budget) throws StoreException {
        if (budget.startWaiting() <= 0) {
            throw new StoreException(what + " was not sent: the call has no time left to wait", null);
        }
    }

    <T extends @Nullable Object, F extends Future<T> & CompletionStage<T>> T await(String what, Budget budget, F reply)
            throws StoreException {
        try {
            T answer = Waiting.await(reply, budget);
            listener.answered();
            return answer;
        } catch (TimeoutException e) {
            reply.cancel(true);
            listener.failed("Redis did not answer in time");
            throw new StoreException(what + " was not answered in time", null);
        } catch (ExecutionException e) {
            throw fault(what, e.getCause() == null ? e : e.getCause());
        } catch (CancellationException e) {
            throw fault(what, e);
        }
    }

    /** Runs a script that answers with one word. */
    String runForWord(Script script, Budget budget, byte[] key, byte[]... arguments) throws StoreException {
        RedisFuture<byte[]> reply = start(script, ScriptOutputType.VALUE, budget, key, arguments);
        return Bytes.text(await(script.name(), budget, reply));
    }

    /** Runs a script whose answer nobody waits for, after whatever this thread has sent before. */
    @SuppressWarnings("FutureReturnValueIgnored")
    void post(Script script, byte[] key, byte[]... arguments) {
        byte[][] keys = {key};
        try {
            commands.evalsha(script.digest(), ScriptOutputType.VALUE, keys, arguments);
        } catch (RuntimeException e) {
            // Closed or overrun; what came before has told the listener.
            return;
        }
    }

    /** Runs a script that answers with numbers, as {@code Long}, and texts, as {@code byte[]}. */
    List<Object> runForList(Script script, Budget budget, byte[] key, byte[]... arguments) throws StoreException {
        RedisFuture<List<Object>> reply = start(script, ScriptOutputType.MULTI, budget, key, arguments);
        return await(script.name(), budget, reply);
    }

    /** By digest, and with the source when this Redis does not know the digest (yet, or since a restart). */
    @SuppressWarnings("TypeParameterUnusedInFormals") // the type follows from the output type, as in Lettuce
    private <T> RedisFuture<T> start(
            Script script, ScriptOutputType type, Budget budget, byte[] key, byte[]... arguments)
            throws StoreException {
        byte[][] keys = {key};
        RedisFuture<T> reply = send(script.name(), budget, c -> c.evalsha(script.digest(), type, keys, arguments));
        if (isUnknown(reply, budget)) {
            return send(script.name(), budget, c -> c.eval(script.source(), type, keys, arguments));
        }
        return reply;
    }

    private static boolean isUnknown(RedisFuture<?> reply, Budget budget) {
        try {
            Waiting.await(reply, budget);
            return false;
        } catch (ExecutionException e) {
            return e.getCause() instanceof RedisNoScriptException;
        } catch (TimeoutException | CancellationException e) {
            return false; // and the caller's own wait says so
        }
    }

    private StoreException fault(String what, Throwable fault) {
        String reason = Faults.describe(fault);
        switch (Faults.gravityOf(fault, connection.isOpen())) {
            case UNSENT -> {
                return StoreException.unsent(what + " was not sent: too many commands are waiting for Redis");
            }
            case HARMLESS -> {
                listener.answered(); // so the mode stays, and nobody else would tell the operator
                refusals.warn(what + " failed: " + reason + ". Such calls run their methods and cache nothing. Look at"
                        + " the memory limit of Redis and its eviction policy (OOM), at its disk (MISCONF), or at who"
                        + " else writes under this namespace (WRONGTYPE).");
            }
            case SERIOUS -> listener.failed(reason);
            case FATAL -> listener.lost(reason);
        }
        return new StoreException(what + " failed: " + reason, null);
    }

    @SuppressWarnings("FutureReturnValueIgnored") // nobody is left who could do something about it
    void close() {
        if (!closed.getAndSet(true)) {
            connection.closeAsync();
        }
    }

    /** Sends one command. */
    interface Command<T extends @Nullable Object>
            extends Function<RedisAsyncCommands<byte[], byte[]>, RedisFuture<T>> {}
}
