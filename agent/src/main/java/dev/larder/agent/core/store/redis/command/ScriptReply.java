package dev.larder.agent.core.store.redis.command;

import dev.larder.agent.core.store.StoreException;
import dev.larder.agent.core.wait.Budget;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.ScriptOutputType;
import java.util.Arrays;
import java.util.List;
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

    @Override
    public T await(Budget budget) throws StoreException {
        repeated = isAnsweredUnknown(budget);
        RedisFuture<Object> last = repeated ? session.start(script.name(), budget, bySource) : first;
        return read(
                script.isWantedLate()
                        ? session.awaitUncancelled(script.name(), budget, last)
                        : session.await(script.name(), budget, last));
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
