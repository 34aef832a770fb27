package dev.larder.agent.core.store.redis.command;

import dev.larder.agent.core.store.StoreException;
import dev.larder.agent.core.wait.Budget;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.ScriptOutputType;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The answer to a script that was sent by its digest. It begins with a nonce of this one call, so that another
 * script's answer is not taken for it: see {@link Sequence}. If the server does not know the script (not yet, or not
 * since a restart), {@link #await} sends it again with its source.
 *
 * <p><b>Threads.</b> Confined to the caller's thread.
 */
public final class ScriptReply<T> implements Reply<T> {

    private final RedisSession session;
    private final Script script;
    private final RedisSession.Command<Object> bySource;
    private final Function<Object, T> reading;
    private final byte[] nonce;
    private final RedisFuture<Object> first;
    private boolean repeated;

    /** The command that is answered; null before {@link #settle}. */
    private @Nullable RedisFuture<Object> last;

    private ScriptReply(
            RedisSession session,
            Script script,
            RedisSession.Command<Object> bySource,
            Function<Object, T> reading,
            byte[] nonce,
            RedisFuture<Object> first) {
        this.session = session;
        this.script = script;
        this.bySource = bySource;
        this.reading = reading;
        this.nonce = nonce;
        this.first = first;
    }

    public static <T> ScriptReply<T> send(
            RedisSession session,
            Script script,
            Function<Object, T> reading,
            Budget budget,
            byte[] key,
            byte[]... arguments)
            throws StoreException {
        byte[][] keys = {key};
        byte[] nonce = session.nonce();
        byte[][] all = Arrays.copyOf(arguments, arguments.length + 1);
        all[arguments.length] = nonce;
        RedisFuture<Object> first = session.start(
                script.name(), budget, c -> c.evalsha(script.digest(), ScriptOutputType.MULTI, keys, all));
        return new ScriptReply<>(
                session,
                script,
                c -> c.eval(script.source(), ScriptOutputType.MULTI, keys, all),
                reading,
                nonce,
                first);
    }

    /**
     * For replies that are awaited one after the other: sends again what the server did not know, all of it at once, and has it learn
     * the scripts for what follows.
     */
    public static void settleAll(Iterable<? extends ScriptReply<?>> replies, Budget budget) throws StoreException {
        RedisSession forgotten = null;
        for (ScriptReply<?> reply : replies) {
            reply.settle(budget);
            forgotten = reply.repeated ? reply.session : forgotten;
        }
        if (forgotten != null) {
            forgotten.loadScripts(budget);
        }
    }

    private void settle(Budget budget) throws StoreException {
        if (last == null) {
            repeated = isAnsweredUnknown(budget);
            last = repeated ? session.start(script.name(), budget, bySource) : first;
        }
    }

    @Override
    public T await(Budget budget) throws StoreException {
        settle(budget);
        RedisFuture<Object> answered = Objects.requireNonNull(last);
        return read(
                script.isWantedLate()
                        ? session.awaitUncancelled(script.name(), budget, answered)
                        : session.await(script.name(), budget, answered));
    }

    private T read(@Nullable Object answer) throws StoreException {
        if (answer instanceof List<?> own && own.size() == 2 && Sequence.isEcho(own.get(0), nonce)) {
            return reading.apply(own.get(1));
        }
        throw session.outOfSequence(script.name());
    }

    /** Only then it is sent again. Without an answer it may still run, or the connection has no room. */
    private boolean isAnsweredUnknown(Budget budget) {
        return session.failsWith(ScriptReply::isUnknown, first, budget);
    }

    /** Whether the server said that it does not know the script. */
    static boolean isUnknown(@Nullable Throwable failure) {
        return failure instanceof RedisNoScriptException;
    }

    /** Whether the script was carried out after the commands that followed it. Known after {@link #await}. */
    public boolean wasRepeated() {
        return repeated;
    }
}
