package dev.larder.agent.core.store.redis.command;

import dev.larder.agent.core.base.Ticker;
import dev.larder.agent.core.store.EntryId;
import dev.larder.agent.core.store.StoreException;
import dev.larder.agent.core.store.redis.connection.Bytes;
import dev.larder.agent.core.store.redis.connection.Faults;
import dev.larder.agent.core.store.redis.connection.Link;
import dev.larder.agent.core.store.remote.RemoteListener;
import dev.larder.agent.core.wait.Budget;
import dev.larder.agent.core.wait.UnseenException;
import dev.larder.agent.core.wait.Waiting;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.push.PushListener;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.output.ValueOutput;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One connection, from handshake to close. It sends commands, waits for answers within a budget, and reports outcomes
 * to the listener.
 *
 * <p><b>Threads.</b> Thread-safe. All callers share the connection; commands that one thread sends to one server are
 * carried out and answered in order.
 *
 * <p><b>Failure.</b> {@link StoreException} with a reason that contains neither keys nor secrets. A command that is
 * given up is cancelled, except a store: if it was not written yet, it never is. If it was, Redis may run it later, and
 * its sender makes sure that this is harmless. A caller does not cancel a read that others share. An answer that belongs to
 * another command closes the connection, and later reads from it fail: see {@link Sequence}.
 */
public final class RedisSession {

    /** What the command is called that holds loads under a tag off: if Redis refuses it, the tag is removed instead. */
    public static final String HOLD_OFF = "SET of a hold-off";

    private final Link link;
    private final RemoteListener listener;
    private final Refusals refusals;
    private final AtomicBoolean closed;
    private final Sequence sequence;

    public RedisSession(Link link, RemoteListener listener, Ticker ticker) {
        this(link, listener, new Refusals(ticker), new AtomicBoolean(), new Sequence());
        link.whenLost(() -> listener.lost("the connection was closed"));
    }

    private RedisSession(
            Link link, RemoteListener listener, Refusals refusals, AtomicBoolean closed, Sequence sequence) {
        this.link = link;
        this.listener = listener;
        this.refusals = refusals;
        this.closed = closed;
        this.sequence = sequence;
    }

    /**
     * The same connection, for commands that belong to no call: the listener only learns that the connection is lost.
     */
    public RedisSession aside() {
        return new RedisSession(link, new LossOnly(listener), refusals, closed, sequence);
    }

    /** See {@link Link#isCluster}. */
    public boolean isCluster() {
        return link.isCluster();
    }

    /** See {@link Link#servers}. */
    public List<RedisClusterAsyncCommands<byte[], byte[]>> servers(Budget budget) throws StoreException {
        return link.servers(budget);
    }

    /** See {@link Link#requireUsable}. */
    public void requireUsable(Budget budget) throws StoreException {
        link.requireUsable(budget);
    }

    /** See {@link Link#refreshServers}. */
    public void refreshServers(Budget budget) throws StoreException {
        link.refreshServers(budget);
    }

    /** For commands that name a key, without a budget: whoever sends one waits for it elsewhere. */
    public RedisClusterAsyncCommands<byte[], byte[]> commands() {
        return link.commands();
    }

    /** See {@link Link#whenPushed}. */
    public void whenPushed(PushListener pushed) {
        link.whenPushed(pushed);
    }

    /** See {@link Link#inOneGo}. */
    public void inOneGo(byte[] key, Consumer<@Nullable RedisClusterAsyncCommands<byte[], byte[]>> send) {
        link.inOneGo(key, send);
    }

    public <T extends @Nullable Object> T ask(String what, Budget budget, Command<T> command) throws StoreException {
        return send(what, budget, command).await(budget);
    }

    /** Sends without waiting, so that many commands share one round trip. */
    public <T extends @Nullable Object> Reply<T> send(String what, Budget budget, Command<T> command)
            throws StoreException {
        return sendTo(link.commands(), what, budget, command);
    }

    /** As {@link #send}, to one of the {@link #servers}. */
    public <T extends @Nullable Object> Reply<T> sendTo(
            RedisClusterAsyncCommands<byte[], byte[]> server, String what, Budget budget, Command<T> command)
            throws StoreException {
        RedisFuture<T> reply = start(server, what, budget, command);
        return waiting -> await(what, waiting, reply);
    }

    /** As {@link #sendTo}, for commands that Larder can do without: the answer is empty if Redis refuses it. */
    public Reply<String> sendIfAllowed(
            RedisClusterAsyncCommands<byte[], byte[]> server, String what, Budget budget, Command<String> command)
            throws StoreException {
        RedisFuture<String> reply = start(server, what, budget, command);
        return waiting -> failsWith(Faults::isRefusal, reply, waiting) ? "" : await(what, waiting, reply);
    }

    /**
     * As {@link #send}. A key of another type than the command needs was written by another program and counts as
     * absent.
     */
    @SuppressWarnings("NullAway") // the answer may be null, as the type says: see RATIONALE on its JSpecify mode
    public Reply<byte @Nullable []> sendIfOfItsType(String what, Budget budget, Command<byte @Nullable []> command)
            throws StoreException {
        RedisFuture<byte @Nullable []> reply = start(what, budget, command);
        return waiting -> failsWith(Faults::isOfAnotherType, reply, waiting) ? null : await(what, waiting, reply);
    }

    /** Waits, and returns whether the answer is a failure of that kind. {@link #await} reports any other outcome. */
    public boolean failsWith(Predicate<@Nullable Throwable> kind, RedisFuture<?> reply, Budget budget) {
        boolean isAnswered = reply.isDone();
        long spent = budget.spentNanos();
        try {
            Waiting.await(reply, budget, link::readArrived);
            if (!isAnswered) {
                listener.answered(budget.spentNanos() - spent);
            }
            return false;
        } catch (ExecutionException e) {
            return kind.test(e.getCause());
        } catch (TimeoutException | CancellationException e) {
            return false; // and the wait that follows reports it
        }
    }

    /** As {@link #send}, for callers that read the answer before {@link #await} does. */
    public <T extends @Nullable Object> RedisFuture<T> start(String what, Budget budget, Command<T> command)
            throws StoreException {
        return start(link.commands(), what, budget, command);
    }

    /** As {@link #start(String, Budget, Command)}, to one of the {@link #servers}. */
    public <T extends @Nullable Object> RedisFuture<T> start(
            RedisClusterAsyncCommands<byte[], byte[]> server, String what, Budget budget, Command<T> command)
            throws StoreException {
        requireTime(what, budget);
        try {
            return command.apply(server);
        } catch (RuntimeException e) {
            throw fault(what, e);
        }
    }

    /** Sends a read that callers of the same entry at the same time share, and waits for it. */
    public <T> T share(
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
            String message = what + " was not sent: the call has no time left to wait";
            throw budget.wentByUnseen() ? StoreException.unseen(message) : new StoreException(message, null);
        }
    }

    /** As {@link #awaitUncancelled}. If the answer does not come in time and the command was not written yet, it never is. */
    public <T extends @Nullable Object, F extends Future<T> & CompletionStage<T>> T await(
            String what, Budget budget, F reply) throws StoreException {
        try {
            return awaitUncancelled(what, budget, reply);
        } catch (StoreException e) {
            reply.cancel(true);
            throw e;
        }
    }

    /**
     * Reports no latency for an answer that was there before the caller waited for it. Time in which this process
     * stood still, or had not read the answer, does not count either.
     */
    <T extends @Nullable Object, F extends Future<T> & CompletionStage<T>> T awaitUncancelled(
            String what, Budget budget, F reply) throws StoreException {
        boolean isAnswered = reply.isDone();
        long spent = budget.spentNanos();
        try {
            T answer = Waiting.await(reply, budget, link::readArrived);
            if (sequence.isBroken()) {
                throw StoreException.misdirected(what + " failed: " + Sequence.BROKEN);
            }
            if (!isAnswered) {
                listener.answered(budget.spentNanos() - spent);
            }
            return answer;
        } catch (UnseenException e) {
            throw StoreException.unseen(
                    what + " was not answered in time, or this process was too busy to read the answer");
        } catch (TimeoutException e) {
            if (budget.noteUnanswered()) { // one late answer to a batch is not many
                listener.unanswered();
            }
            throw StoreException.unanswered(what + " was not answered in time");
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw Faults.isUnreadable(cause) ? outOfSequence(what) : fault(what, cause);
        } catch (CancellationException e) {
            throw fault(what, e);
        }
    }

    /**
     * Sends a nonce to every server, after all that this thread has sent. Its answer shows that the answers before it
     * belong to their commands. Wait for those first.
     */
    public Reply<Boolean> inSequence(Budget budget) throws StoreException {
        List<Reply<Boolean>> echoes = new ArrayList<>();
        for (RedisClusterAsyncCommands<byte[], byte[]> server : servers(budget)) {
            echoes.add(inSequence(server, budget));
        }
        return waiting -> Reply.awaitAll(echoes, waiting).stream().allMatch(inSequence -> inSequence);
    }

    /** As {@link #inSequence(Budget)}, for what was sent to one server. */
    public Reply<Boolean> inSequence(RedisClusterAsyncCommands<byte[], byte[]> server, Budget budget)
            throws StoreException {
        byte[] nonce = sequence.nonce();
        RedisFuture<byte @Nullable []> echo = startEcho(server, nonce, budget);
        return waiting -> {
            if (!Sequence.isEcho(await("PING", waiting, echo), nonce)) {
                throw outOfSequence("PING");
            }
            return true;
        };
    }

    /**
     * As {@link #inSequence(Budget)}, without waiting: runs {@code then} on a thread of the client when all servers
     * have answered. If an answer belongs to another command, it closes the connection instead.
     */
    @SuppressWarnings("FutureReturnValueIgnored") // what fails is not looked at
    public void whenInSequence(Budget budget, Runnable then) throws StoreException {
        List<CompletableFuture<Boolean>> echoes = new ArrayList<>();
        for (RedisClusterAsyncCommands<byte[], byte[]> server : servers(budget)) {
            byte[] nonce = sequence.nonce();
            echoes.add(startEcho(server, nonce, budget)
                    .thenApply(answer -> Sequence.isEcho(answer, nonce))
                    .toCompletableFuture());
        }
        CompletableFuture.allOf(echoes.toArray(CompletableFuture[]::new)).thenRun(() -> {
            if (echoes.stream().allMatch(CompletableFuture::join)) {
                then.run();
            } else {
                outOfSequence("PING");
            }
        });
    }

    private RedisFuture<byte @Nullable []> startEcho(
            RedisClusterAsyncCommands<byte[], byte[]> server, byte[] nonce, Budget budget) throws StoreException {
        return start(
                server,
                "PING",
                budget,
                c -> c.dispatch(
                        CommandType.PING,
                        new ValueOutput<>(ByteArrayCodec.INSTANCE),
                        new CommandArgs<>(ByteArrayCodec.INSTANCE).add(nonce)));
    }

    byte[] nonce() {
        return sequence.nonce();
    }

    /** Closes the connection at once: no caller can trust an answer on it any more. */
    public StoreException outOfSequence(String what) {
        sequence.breakOff();
        listener.lost(Sequence.BROKEN);
        close();
        return StoreException.misdirected(what + " failed: " + Sequence.BROKEN);
    }

    /** Runs a script that answers with one word. */
    public ScriptReply<String> run(Script script, Budget budget, byte[] key, byte[]... arguments)
            throws StoreException {
        return ScriptReply.send(this, script, answer -> Bytes.text((byte[]) answer), budget, key, arguments);
    }

    /** Runs a script that answers with numbers, as {@code Long}, and texts, as {@code byte[]}. */
    public ScriptReply<List<?>> runForList(Script script, Budget budget, byte[] key, byte[]... arguments)
            throws StoreException {
        return ScriptReply.send(this, script, answer -> (List<?>) answer, budget, key, arguments);
    }

    /**
     * Runs a script without waiting for its answer, after all commands that this thread has sent for its key before.
     * If the server answers that it does not know the script, the source follows.
     */
    @SuppressWarnings("FutureReturnValueIgnored")
    public void post(Script script, byte[] key, byte[]... arguments) {
        byte[][] keys = {key};
        try {
            RedisFuture<Object> sent =
                    link.commands().evalsha(script.digest(), ScriptOutputType.MULTI, keys, arguments);
            sent.whenComplete((answer, failure) -> {
                if (ScriptReply.isUnknown(failure)) {
                    link.commands().eval(script.source(), ScriptOutputType.MULTI, keys, arguments);
                }
            });
        } catch (RuntimeException e) {
            // Closed or overrun; the listener already knows.
            return;
        }
    }

    /**
     * Sends all scripts to the servers, so that calls need not send their sources. If the user may not load scripts,
     * the source is sent with the first call whose script the server does not know.
     */
    public Reply<List<String>> loadScripts(Budget budget) throws StoreException {
        List<Reply<String>> loaded = new ArrayList<>();
        for (RedisClusterAsyncCommands<byte[], byte[]> server : servers(budget)) {
            for (Script script : Script.values()) {
                loaded.add(sendIfAllowed(server, "SCRIPT LOAD", budget, c -> c.scriptLoad(script.source())));
            }
        }
        return waiting -> Reply.awaitAll(loaded, waiting);
    }

    private StoreException fault(String what, Throwable fault) {
        String reason = Faults.describe(fault);
        switch (Faults.gravityOf(fault, link.isOpen())) {
            case UNSENT -> {
                return StoreException.unsent(what + " was not sent: too many commands are waiting for Redis");
            }
            case HARMLESS -> {
                listener.answered(0); // so the mode stays, and no other line would tell the operator
                refusals.say(what, reason);
            }
            case SERIOUS -> listener.failed(reason);
            case FATAL -> listener.lost(reason);
        }
        return Faults.isLasting(fault)
                ? StoreException.refused(what + " failed: " + reason)
                : Faults.failed(fault, what + " failed: " + reason);
    }

    public void close() {
        if (!closed.getAndSet(true)) {
            link.close();
        }
    }

    /** Sends one command. */
    public interface Command<T extends @Nullable Object>
            extends Function<RedisClusterAsyncCommands<byte[], byte[]>, RedisFuture<T>> {}
}
