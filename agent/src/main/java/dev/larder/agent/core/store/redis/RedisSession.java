package dev.larder.agent.core.store.redis;

import dev.larder.agent.core.base.RateLimitedLog;
import dev.larder.agent.core.base.Ticker;
import dev.larder.agent.core.store.Budget;
import dev.larder.agent.core.store.EntryId;
import dev.larder.agent.core.store.RemoteListener;
import dev.larder.agent.core.store.StoreException;
import dev.larder.agent.core.store.Waiting;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
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
 * One time of being connected: sends commands, waits for answers within a budget, and tells the listener how it fares.
 *
 * <p><b>Threads.</b> Thread-safe. Commands of all callers travel together; those that one thread sends to one server
 * are carried out and answered in order.
 *
 * <p><b>Failure.</b> {@link StoreException} with a reason that holds neither keys nor secrets. A command given up is
 * cancelled: if it was not written yet it never will be; if it was, Redis may run it later, and whoever sends it sees to
 * it that this is harmless. A read that callers share is not cancelled by one of them.
 */
final class RedisSession {

    private static final Duration REFUSAL_LOG_INTERVAL = Duration.ofMinutes(1);

    private final Link link;
    private final RemoteListener listener;
    private final RateLimitedLog refusals;
    private final AtomicBoolean closed = new AtomicBoolean();

    RedisSession(Link link, RemoteListener listener, Ticker ticker) {
        this.refusals = new RateLimitedLog(ticker, REFUSAL_LOG_INTERVAL);
        this.link = link;
        this.listener = listener;
        link.whenLost(() -> listener.lost("the connection was closed"));
    }

    /** See {@link Link#isCluster}. */
    boolean isCluster() {
        return link.isCluster();
    }

    /** See {@link Link#servers}. */
    List<RedisClusterAsyncCommands<byte[], byte[]>> servers(Budget budget) throws StoreException {
        return link.servers(budget);
    }

    /** See {@link Link#refreshServers}. */
    void refreshServers(Budget budget) throws StoreException {
        link.refreshServers(budget);
    }

    <T extends @Nullable Object> T ask(String what, Budget budget, Command<T> command) throws StoreException {
        return send(what, budget, command).await(budget);
    }

    /** Sends without waiting, so that many commands share one journey. */
    <T extends @Nullable Object> Reply<T> send(String what, Budget budget, Command<T> command) throws StoreException {
        return sendTo(link.commands(), what, budget, command);
    }

    /** As {@link #send}, to one of the {@link #servers}. */
    <T extends @Nullable Object> Reply<T> sendTo(
            RedisClusterAsyncCommands<byte[], byte[]> server, String what, Budget budget, Command<T> command)
            throws StoreException {
        RedisFuture<T> reply = start(server, what, budget, command);
        return waiting -> await(what, waiting, reply);
    }

    /** As {@link #sendTo}, for what Larder can do without: the answer is empty if Redis refuses it. */
    Reply<String> sendIfAllowed(
            RedisClusterAsyncCommands<byte[], byte[]> server, String what, Budget budget, Command<String> command)
            throws StoreException {
        RedisFuture<String> reply = start(server, what, budget, command);
        return waiting -> isRefused(reply, waiting) ? "" : await(what, waiting, reply);
    }

    private static boolean isRefused(RedisFuture<String> reply, Budget budget) {
        try {
            Waiting.await(reply, budget);
            return false;
        } catch (ExecutionException e) {
            return Faults.isRefusal(e.getCause());
        } catch (TimeoutException | CancellationException e) {
            return false; // and the wait that follows says so
        }
    }

    /** As {@link #send}, for whoever looks at the answer before {@link #await} does. */
    <T extends @Nullable Object> RedisFuture<T> start(String what, Budget budget, Command<T> command)
            throws StoreException {
        return start(link.commands(), what, budget, command);
    }

    private <T extends @Nullable Object> RedisFuture<T> start(
            RedisClusterAsyncCommands<byte[], byte[]> server, String what, Budget budget, Command<T> command)
            throws StoreException {
        requireTime(what, budget);
        try {
            return command.apply(server);
        } catch (RuntimeException e) {
            throw fault(what, e);
        }
    }

    /** Sends what callers that ask for the same entry at the same time share, and waits for it. */
    <T> T share(
            String what,
            Budget budget,
            SharedReads<T> reads,
            EntryId id,
            Function<RedisClusterAsyncCommands<byte[], byte[]>, CompletionStage<T>> read)
            throws StoreException {
        requireTime(what, budget);
        return await(what, budget, reads.read(id, () -> read.apply(link.commands())));
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
    ScriptReply<String> run(Script script, Budget budget, byte[] key, byte[]... arguments) throws StoreException {
        return ScriptReply.send(
                this, script, ScriptOutputType.VALUE, answer -> Bytes.text((byte[]) answer), budget, key, arguments);
    }

    /** Runs a script that answers with numbers, as {@code Long}, and texts, as {@code byte[]}. */
    ScriptReply<List<?>> runForList(Script script, Budget budget, byte[] key, byte[]... arguments)
            throws StoreException {
        return ScriptReply.send(
                this, script, ScriptOutputType.MULTI, answer -> (List<?>) answer, budget, key, arguments);
    }

    /**
     * Runs a script whose answer nobody waits for, after whatever this thread has sent for its key before. With its
     * source, as nobody will hear that the server does not know the digest.
     */
    @SuppressWarnings("FutureReturnValueIgnored")
    void post(Script script, byte[] key, byte[]... arguments) {
        byte[][] keys = {key};
        try {
            link.commands().eval(script.source(), ScriptOutputType.VALUE, keys, arguments);
        } catch (RuntimeException e) {
            // Closed or overrun; what came before has told the listener.
            return;
        }
    }

    private StoreException fault(String what, Throwable fault) {
        String reason = Faults.describe(fault);
        switch (Faults.gravityOf(fault, link.isOpen())) {
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

    void close() {
        if (!closed.getAndSet(true)) {
            link.close();
        }
    }

    /** Sends one command. */
    interface Command<T extends @Nullable Object>
            extends Function<RedisClusterAsyncCommands<byte[], byte[]>, RedisFuture<T>> {}
}
